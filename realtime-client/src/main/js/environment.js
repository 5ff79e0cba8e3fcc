// What the client takes from the browser; each can be replaced by an option of the same name.

export function environment(options) {
  const page = globalThis;
  return {
    fetch: (...request) => page.fetch(...request),
    WebSocket: page.WebSocket,
    EventSource: page.EventSource,
    setTimeout: (...timer) => page.setTimeout(...timer),
    clearTimeout: timer => page.clearTimeout(timer),
    now: () => Date.now(),
    random: () => Math.random(),
    reportError: error => queueMicrotask(() => { throw error; }),
    // Other runtimes have these too, but no tabs.
    locks: options.share !== false && page.document && page.navigator.locks,
    BroadcastChannel: page.BroadcastChannel,
    page,
    pollInterval: 3_000,
    ...options,
  };
}
