/**
 * Since when the last events of streams count as known, of those that this process read or
 * wrote lately: whoever appends to a stream has mostly just read it.
 */

/** Streams that are remembered; of another, the one event is read. */
const STREAMS_MAX = 20_000;

interface LastEvent {
  readonly revision: number;
  readonly knownAt: number;
}

export class KnownInstants {
  /** The one that was noted longest ago comes first. */
  private readonly streams = new Map<string, LastEvent>();

  note(stream: string, revision: number, knownAt: number): void {
    const last = this.streams.get(stream);
    if (last !== undefined) {
      if (last.revision > revision) return;
      this.streams.delete(stream);
    } else if (this.streams.size >= STREAMS_MAX) {
      const [oldest] = this.streams.keys();
      this.streams.delete(oldest!);
    }
    this.streams.set(stream, { revision, knownAt });
  }

  /** The last that was noted: the stream has no fewer. */
  lastRevision(stream: string): number | undefined {
    return this.streams.get(stream)?.revision;
  }

  /**
   * Not before the event at that revision, if that or a later one was noted: what is appended behind
   * the stream's end is not written, so then it need not be exact.
   */
  atOrAfter(stream: string, revision: number): number | undefined {
    const last = this.streams.get(stream);
    return last !== undefined && last.revision >= revision ? last.knownAt : undefined;
  }
}
