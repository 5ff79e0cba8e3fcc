// Topic filters: `*` is one segment, `**` at the end one or more; a wildcard at the beginning selects no topic that is reserved.

/** A function that says whether any of the filters selects a topic. */
export function selector(filters) {
  const patterns = filters.map(filter => new RegExp(
    `^${filter[0] === "*" ? "(?!\\$)" : ""}${filter
      .replace(/[\\^$+?.()|[\]{}]/g, "\\$&")
      .replace(/(^|\/)\*\*$/, "$1[^]+")
      .replace(/(^|\/)\*(?=\/|$)/g, "$1[^/]+")}$`));
  return topic => patterns.some(pattern => pattern.test(topic));
}
