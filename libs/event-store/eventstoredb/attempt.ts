/**
 * One append while somebody waits for it: for so long, or until its signal. The server may not
 * answer for ever, so nobody waits for it alone.
 */
import { OutcomeUnknown, Unavailable } from '../errors.js';
import { LIMITS } from '../port.js';
import type { AppendOptions } from '../port.js';

export class Attempt {
  readonly deadlineMs: number;
  private readonly begunMs = performance.now();
  private sent = false;
  private isOver = false;

  constructor(private readonly options: AppendOptions = {}) {
    this.deadlineMs = options.deadlineMs ?? LIMITS.appendDeadlineMs;
  }

  get wasSent(): boolean {
    return this.sent;
  }

  get leftMs(): number {
    return Math.max(1, this.deadlineMs - (performance.now() - this.begunMs));
  }

  /** Before something is sent to the server: from here on the outcome may be unknown. */
  send(): void {
    this.check();
    this.sent = true;
  }

  /** @throws Unavailable nobody waits any more, and nothing was sent */
  check(): void {
    if (this.isOver) throw new Unavailable('There was no time left to append.');
  }

  /**
   * What the work comes to, if it does so in time.
   * @throws OutcomeUnknown, Unavailable, the signal's reason
   */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.options;
    signal?.throwIfAborted();
    const { promise: over, reject } = Promise.withResolvers<never>();
    const late = setTimeout(() => {
      reject(
        this.sent
          ? new OutcomeUnknown(`the server did not answer within ${this.deadlineMs} ms`)
          : new Unavailable(`An append had no turn within ${this.deadlineMs} ms.`),
      );
    }, this.deadlineMs);
    // The reason is the caller's, whatever it is.
    const abort = (): void => reject(signal?.reason as Error);
    signal?.addEventListener('abort', abort);
    try {
      return await Promise.race([work(), over]);
    } finally {
      this.isOver = true;
      clearTimeout(late);
      signal?.removeEventListener('abort', abort);
    }
  }
}
