// How figures are spelled.

/** A time with its unit. */
export function milliseconds(time) {
  if (time === undefined) return "–";
  return time < 1000 ? `${Math.round(time)} ms` : `${(time / 1000).toFixed(2)} s`;
}

/** So many bytes with their unit, in three figures. */
export function bytes(count) {
  if (count < 1000) return `${Math.round(count)} B`;
  return count < 999_500 ? `${(count / 1000).toPrecision(3)} kB` : `${(count / 1_000_000).toPrecision(3)} MB`;
}
