/**
 * What goes over the port between a worker thread and whoever started it. One protocol for
 * every thread: calls with an answer each, and events that the thread sends by itself.
 */

/** The calls that a thread takes: name → what goes in and what comes out, both cloneable. */
export type Calls = Readonly<Record<string, { readonly input: unknown; readonly output: unknown }>>;

/** The events that a thread sends by itself: name → what each carries, cloneable. */
export type Events = Readonly<Record<string, unknown>>;

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown };

/** An answer whose memory changes hands instead of being copied. */
export class Transferred<T> {
  constructor(
    readonly output: T,
    readonly memory: readonly ArrayBuffer[],
  ) {}
}

/** An error as it survives the way between threads, where classes do not. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Own fields that are text, numbers or truth values, such as `code` and `path`. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), fields: {} };
  const { name, message, stack } = error;
  const fields = Object.fromEntries(
    Object.entries(error).filter(
      ([key, value]) => key !== 'name' && ['string', 'number', 'boolean'].includes(typeof value),
    ),
  );
  return { name, message, fields, ...(stack === undefined ? {} : { stack }) };
}

/** The error again, without its class: its name, its stack in the thread, and its fields. */
export function fromPlainError({ name, message, stack, fields }: PlainError): Error {
  return Object.assign(new Error(message), { name, ...fields, ...(stack && { stack }) });
}
