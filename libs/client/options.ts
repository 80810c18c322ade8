/** What a client and its calls can be given. */

export interface ClientOptions {
  /** Where the server is, such as `http://127.0.0.1:8080`. */
  readonly url: string | URL;
  /** Sent with every request, such as what a proxy in front of the server asks for. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How often a request is sent again that may have failed only for now; 8 unless given. */
  readonly retries?: number;
  /** How long one request may take, in milliseconds; 60,000 unless given. */
  readonly timeoutMs?: number;
  /** Instead of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

interface CallOptions {
  /** Ends the call, also while it waits to send again. What was sent may be recorded. */
  readonly signal?: AbortSignal;
}

export interface PublishOptions extends CallOptions {
  /** The same request under the same key has the same answer, `accepted` included. */
  readonly idempotencyKey?: string;
}

export interface BatchOptions extends PublishOptions {
  /** All events are checked first; where one would be refused, none is recorded. */
  readonly allOrNone?: boolean;
}

export interface StreamOptions extends CallOptions {
  /** How many events to pass over: the last `through` of an earlier run over the same events. */
  readonly after?: number;
}
