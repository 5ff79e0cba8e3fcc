/** A place in the server's log: an opaque token. Do not compare cursors, and do not take them apart. */
export type Cursor = string;

/** The transports, the best first. */
export type Transport = "websocket" | "sse" | "long-poll" | "poll";

/** One record of a topic. */
export interface Event<Data = unknown> {
  /** The cursor just after this event. */
  readonly id: Cursor;
  readonly topic: string;
  readonly type: string;
  /** The server's clock, as ISO 8601 in UTC. Nothing is ordered by it. */
  readonly time: string;
  readonly data: Data;
}

/** Events that should come next are not there any more. */
export interface Gap {
  readonly reason: "evicted" | "epoch" | "rollback";
  readonly from?: Cursor;
  readonly resumed: Cursor;
}

/** What the server or the network said instead of an answer. */
export interface RealtimeError extends Error {
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
}

export interface SubscribeOptions {
  /** Told of a gap before the events after it: what the page shows may be stale. */
  onGap?(gap: Gap, subscription: Subscription): void;
  /** Told that the server refuses one of the topics; the subscription is over then. */
  onError?(error: RealtimeError): void;
  /** Begins with the last so many retained events of these topics. */
  replay?: number;
  /** Begins after this place, such as one that the server has put into the page; `replay` is void then. */
  cursor?: Cursor | "earliest";
}

export interface Subscription {
  readonly topics: readonly string[];
  /** Ends it: its handler is called no more. */
  close(): void;
}

/** `idle` follows nothing; `connecting` is trying; `waiting` will try again after `retryIn` ms. */
export interface State {
  readonly state: "idle" | "connecting" | "open" | "waiting" | "closed";
  readonly transport?: Transport;
  readonly retryIn?: number;
  /** What the last attempt failed with, where it said. */
  readonly error?: string;
  /** Whether this tab has the connection that the tabs share. */
  readonly leads?: boolean;
}

/** What a transport has done in this tab: characters sent and received as payload, and the mean from event time to arrival in ms. */
export interface Statistics {
  readonly requests: number;
  readonly sent: number;
  readonly received: number;
  readonly events: number;
  readonly latency: number;
}

export interface ConnectOptions {
  /** Those that may be used, the best first. Default: all that the browser has. */
  transports?: Transport[];
  /** Whether the tabs of this origin share one connection. Default: where the browser can (it has Web Locks). */
  share?: boolean;
  /** Milliseconds between two polls; default 3000. */
  pollInterval?: number;
  fetch?: typeof fetch;
  /** A class in the shape of a browser's. */
  WebSocket?: new (url: string, protocol: string) => object;
  /** A class in the shape of a browser's. */
  EventSource?: new (url: string, options: { withCredentials: boolean }) => object;
  setTimeout?(run: () => void, delay: number): unknown;
  clearTimeout?(timer: unknown): void;
  /** Told what a handler throws; by default it is thrown for the browser to report. */
  reportError?(error: unknown): void;
  /** Milliseconds since 1970. */
  now?(): number;
  /** From 0 up to, not including, 1. */
  random?(): number;
}

export interface RealtimeEventMap {
  state: CustomEvent<State>;
}

/** A connection to the server, which lasts until it is closed, whatever becomes of the network. */
export interface Realtime extends EventTarget {
  readonly state: State;
  readonly statistics: Readonly<Partial<Record<Transport, Statistics>>>;
  /** The place up to which the connection has brought everything. */
  readonly cursor?: Cursor;

  /**
   * Has the handler called with each event of these topics, once and in order, from the connection's place on. Filters may have
   * wildcards: `*` is one segment, `**` at the end one or more.
   */
  subscribe<Data = unknown>(
    filters: string | string[],
    handler: (event: Event<Data>, subscription: Subscription) => void,
    options?: SubscribeOptions,
  ): Subscription;

  /** Resolves to the cursor just after the event, when the server's log has it. With the same `key`, a repeat publishes nothing. */
  publish(topic: string, data: unknown, options?: { type?: string; key?: string }): Promise<Cursor>;

  /** Ends every subscription, and the connection where no other tab needs it. */
  close(): void;

  addEventListener<Name extends keyof RealtimeEventMap>(
    type: Name,
    listener: (event: RealtimeEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Follows topics of the server at this address, such as `/realtime`, and publishes there. Connects with the first subscription. */
export function connect(base: string | URL, options?: ConnectOptions): Realtime;
