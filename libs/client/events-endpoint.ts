/** `POST /v1/events`: one request, without repeats. */
import { NoAnswerError, ProblemError, problemError } from './errors.js';
import type { ClientOptions } from './options.js';

const TIMEOUT_MS = 60_000;

interface EventsRequest {
  readonly contentType: string;
  readonly body: string;
  readonly query?: string;
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export class EventsEndpoint {
  private readonly url: string;

  /** @throws TypeError `url` is none */
  constructor(private readonly options: ClientOptions) {
    this.url = new URL('v1/events', String(options.url).replace(/\/*$/, '/')).href;
  }

  /**
   * @param read what comes of a successful answer; while it reads, the request is still under way
   * @throws ProblemError, NoAnswerError, or the reason with which the signal was aborted
   */
  async post<Answer>(
    request: EventsRequest,
    read: (response: Response) => Promise<Answer>,
  ): Promise<Answer> {
    const { contentType, body, query = '', idempotencyKey, signal } = request;
    const { fetch = globalThis.fetch, headers, timeoutMs = TIMEOUT_MS } = this.options;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${this.url}${query}`, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': contentType,
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        body,
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      if (response.ok) return await read(response);
      const text = await response.text();
      throw problemError(response, text);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ProblemError || error instanceof NoAnswerError) throw error;
      const why = timeout.aborted ? `within ${timeoutMs} ms` : `(${messageOf(error)})`;
      throw new NoAnswerError(`No answer from ${this.url} ${why}.`, { cause: error });
    }
  }
}

/** `fetch` says why in the cause. */
function messageOf(error: unknown): string {
  const { cause, message = String(error) } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
