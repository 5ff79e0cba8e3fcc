// What polling and long polling have in common: a request that is answered with a batch.

/** Asks once; false where no batch came. */
export async function request(follower, path, signal) {
  const url = `realtime/${path}?${follower.query()}`;
  follower.meter.request(url);
  try {
    const response = await fetch(url, { signal });
    const body = await response.text();
    follower.meter.answer(response, body);
    signal.throwIfAborted(); // it may have come just before the cut
    if (response.ok) follower.batch(JSON.parse(body));
    else if (response.status === 429 || response.status >= 500) follower.broken();
    else follower.refused(JSON.parse(body).detail);
    return response.ok;
  } catch {
    if (!signal.aborted) follower.broken();
    return false;
  }
}
