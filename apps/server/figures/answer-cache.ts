/**
 * Answers that were given, by their tags: while the log stands where it stood, the same question
 * costs nothing, and who asks it at once waits for the same answer.
 */
export class AnswerCache {
  /** The one asked for least lately first. */
  private readonly kept = new Map<string, Uint8Array<ArrayBuffer>>();
  private readonly underWay = new Map<string, UnderWay>();
  private held = 0;

  /** @param bytesMax of all answers together; a larger one is not kept */
  constructor(private readonly bytesMax: number) {}

  get bytes(): number {
    return this.held;
  }

  /**
   * @param compute is called unless the answer is known or under way; its signal is aborted once
   *   nobody waits for it any more
   * @throws the reason of the signal; what `compute` throws
   */
  async answer(
    tag: string,
    signal: AbortSignal,
    compute: (signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    signal.throwIfAborted();
    const known = this.kept.get(tag);
    if (known !== undefined) {
      this.kept.delete(tag);
      this.kept.set(tag, known);
      return known;
    }
    const computing = this.underWay.get(tag) ?? this.begin(tag, compute);
    return computing.waitFor(signal);
  }

  private begin(
    tag: string,
    compute: (signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>,
  ): UnderWay {
    const computing: UnderWay = new UnderWay(compute, () => {
      if (this.underWay.get(tag) === computing) this.underWay.delete(tag);
    });
    this.underWay.set(tag, computing);
    computing.answer.then(
      (answer) => this.keep(tag, answer),
      () => undefined,
    );
    return computing;
  }

  private keep(tag: string, answer: Uint8Array<ArrayBuffer>): void {
    if (answer.length > this.bytesMax) return;
    this.kept.set(tag, answer);
    this.held += answer.length;
    for (const [oldest, { length }] of this.kept) {
      if (this.held <= this.bytesMax) return;
      this.kept.delete(oldest);
      this.held -= length;
    }
  }
}

/** An answer that is being computed, for as long as anybody waits for it. */
class UnderWay {
  readonly answer: Promise<Uint8Array<ArrayBuffer>>;
  private readonly nobody = new AbortController();
  private waiting = 0;

  constructor(
    compute: (signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>,
    private readonly onOver: () => void,
  ) {
    this.answer = compute(this.nobody.signal).finally(onOver);
    this.answer.catch(() => undefined);
  }

  async waitFor(signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const { promise, reject } = Promise.withResolvers<never>();
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave);
    this.waiting += 1;
    try {
      return await Promise.race([this.answer, promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      this.waiting -= 1;
      if (this.waiting === 0 && signal.aborted) {
        // Whoever asks from now on begins anew.
        this.onOver();
        this.nobody.abort(signal.reason);
      }
    }
  }
}
