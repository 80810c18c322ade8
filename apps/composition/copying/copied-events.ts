/** What a copy of a log has to say the same as the log, event by event and in all. */
import { createHash } from 'node:crypto';
import {
  comparePositions,
  readWholeLog,
  type EventStore,
  type LogEvent,
  type Position,
  type RecordedEvent,
} from '#event-store';

type Log = Pick<EventStore, 'readLog'>;

/** Events that are read, and sent on, at once. */
const PAGE_EVENTS = 2_000;

/** The pages of a log up to this position. */
export async function* pagesUpTo(
  log: Log,
  end: Position | undefined,
): AsyncGenerator<readonly LogEvent[]> {
  if (end === undefined) return;
  for await (const page of readWholeLog(log, { pageEvents: PAGE_EVENTS })) {
    const beyond = page.findIndex(({ position }) => comparePositions(position, end) > 0);
    if (beyond !== 0) yield beyond < 0 ? page : page.slice(0, beyond);
    if (beyond >= 0) return;
  }
}

/** All that a copy keeps of an event: not its position, nor when the store took it in. */
export function contentOf(event: RecordedEvent): string {
  const { stream, revision, id, type, data, metadata, knownAt } = event;
  return JSON.stringify([stream, revision, id, type, data, metadata, knownAt]);
}

/** SHA-256 over what a log says, in its order. */
export class LogDigest {
  private readonly hash = createHash('sha256');
  private counted = 0;

  add(event: RecordedEvent): void {
    this.hash.update(contentOf(event)).update('\n');
    this.counted += 1;
  }

  get events(): number {
    return this.counted;
  }

  /** Once, at the end. */
  hex(): string {
    return this.hash.digest('hex');
  }
}
