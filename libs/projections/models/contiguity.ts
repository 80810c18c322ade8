/**
 * That no event of a stream is skipped on its way into the read models: revisions of a stream
 * follow one another without gaps, so a gap shows that an event is missing.
 */
import type { Position } from '#event-store';

/** An event of the log did not reach the read models. What follows it would be wrong without it. */
export class RevisionSkipped extends Error {
  override readonly name = 'RevisionSkipped';
  readonly code = 'revision-skipped';
  constructor(
    /** Of the event that came instead. */
    readonly position: Position,
    readonly revision: number,
    readonly expected: number,
    /** Without the name of a patient's, which would stand in the log of the program. */
    readonly stream: string,
  ) {
    super(
      `An event of ${stream} is missing before position ${position}: revision ${expected} was ` +
        `expected, and ${revision} came. The read models stop before it. Run stafett log verify, ` +
        'and restore the log from a backup that has the event.',
    );
  }
}

/** Streams looked up at once. */
const LOOKED_UP_AT_ONCE = 500;

/** Streams whose last revisions stay in memory: some ten megabytes. Of more, all are looked up again. */
const REMEMBERED = 100_000;

/** Where an event stands. */
interface Place {
  readonly revision: number;
  readonly position: Position;
  /** What the stream is called in messages. */
  readonly named: string;
}

interface Known {
  readonly stream: string;
  readonly revision: number;
}

/**
 * The revisions of streams, batch by batch. Whoever fails to write a batch begins anew: what is
 * remembered is what was written.
 */
export class Contiguity {
  /** The last of each stream, in this batch or before. */
  private last = new Map<string, number>();
  /** Where a stream goes on of which nothing is remembered. */
  private goesOn = new Map<string, Place>();

  /**
   * @param place of the next event of the stream that came
   * @param last of the last one of those that followed it without a gap
   * @throws RevisionSkipped
   */
  add(stream: string, place: Place, last = place.revision): void {
    const before = this.last.get(stream);
    if (before !== undefined) checkNext(place, before + 1);
    else if (place.revision > 0) this.goesOn.set(stream, place);
    this.last.set(stream, last);
  }

  /**
   * At the end of a batch.
   *
   * @param known the last revisions before this batch, of those streams that are named
   * @throws RevisionSkipped
   */
  async check(known: (streams: readonly string[]) => Promise<readonly Known[]>): Promise<void> {
    const { goesOn } = this;
    if (this.last.size > REMEMBERED) this.last = new Map();
    this.goesOn = new Map();
    const streams = [...goesOn.keys()].sort();
    for (let at = 0; at < streams.length; at += LOOKED_UP_AT_ONCE) {
      for (const { stream, revision } of await known(streams.slice(at, at + LOOKED_UP_AT_ONCE))) {
        const event = goesOn.get(stream);
        if (event !== undefined) checkNext(event, revision + 1);
        goesOn.delete(stream);
      }
    }
    for (const event of goesOn.values()) checkNext(event, 0);
  }
}

/** @throws RevisionSkipped */
export function checkNext({ revision, position, named }: Place, expected: number): void {
  if (revision !== expected) throw new RevisionSkipped(position, revision, expected, named);
}
