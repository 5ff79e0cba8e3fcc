// Requests under the servlet's mapping.

const REFUSED = [400, 401, 403];

/** What the server said instead of an answer: `status` where it is known, `refused` where asking again is of no use. */
export const failure = (message, status, retryAfter) =>
  Object.assign(new Error(message), { status, retryAfter, refused: REFUSED.includes(status) });

export class Server {
  constructor(env, base) {
    this.env = env;
    this.base = base;
  }

  /** An address with those parameters that are there; a list is repeated. */
  url(path, query) {
    const parameters = new URLSearchParams();
    for (const name in query) {
      for (const value of [query[name] ?? []].flat()) parameters.append(name, value);
    }
    return `${this.base}/${path}?${parameters}`;
  }

  /** The answer's JSON, and how long it was; fails with what the server said. */
  async ask(path, query, request) {
    const response = await this.env.fetch(this.url(path, query), { credentials: "include", ...request });
    const text = await response.text();
    if (response.ok) return { body: JSON.parse(text), length: text.length };
    const after = response.headers.get("Retry-After");
    throw failure(
      /problem\+json/.test(response.headers.get("Content-Type")) ? JSON.parse(text).detail : `HTTP ${response.status}`,
      response.status,
      after && (after > 0 ? after * 1000 : Math.max(0, Date.parse(after) - this.env.now()) || 0));
  }
}
