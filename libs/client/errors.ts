/** Why events are not recorded, or not known to be. */

/** One thing wrong with a request or an event, and where. */
export interface Fault {
  /** JSON pointer, such as `/data/urgency`; in a batch it begins with the event's index. */
  readonly path: string;
  readonly message: string;
}

/** As the server refuses: RFC 9457. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What was wrong, and what to do. */
  readonly detail: string;
  /** Stable, such as `invalid-event` or `event-conflict`. */
  readonly code: string;
  readonly errors?: readonly Fault[];
}

/** With these nobody knows whether it was recorded, or it may be recorded later. */
const STATUSES_FOR_NOW: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const CODES_FOR_NOW: ReadonlySet<string> = new Set(['idempotency-key-under-way']);

/** The server answered, and it was no success. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: ProblemDocument,
    /** When to send it again, in milliseconds, where the server says so. */
    readonly retryAfterMs?: number,
  ) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  get errors(): readonly Fault[] {
    return this.problem.errors ?? [];
  }

  /** Whether the client sends the same again by itself; the error is thrown once it gave up. */
  get retryable(): boolean {
    return STATUSES_FOR_NOW.has(this.status) || CODES_FOR_NOW.has(this.code);
  }
}

/** No answer came, or not all of it: what was sent may be recorded. Sending it again settles it. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly retryable = true;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
  }
}

const DETAIL_CHARACTERS_MAX = 500;

/** An answer that is no success; also what a proxy says, which need not be a problem document. */
export function problemError(
  { status, statusText, headers }: Response,
  body: string,
): ProblemError {
  const document = problemDocument(body) ?? {
    ...{ type: 'about:blank', title: statusText, status, code: `http-${status}` },
    detail: body.slice(0, DETAIL_CHARACTERS_MAX),
  };
  return new ProblemError(document, retryAfterMs(headers.get('retry-after')));
}

function problemDocument(body: string): ProblemDocument | undefined {
  try {
    const value = JSON.parse(body) as Partial<ProblemDocument> | null;
    const isProblem = typeof value?.code === 'string' && typeof value.status === 'number';
    return isProblem ? (value as ProblemDocument) : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds or a date. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
