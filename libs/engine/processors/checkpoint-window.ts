/** The events read since the checkpoint, and which of them are done: the checkpoint passes only those. */
import { jsonMemory } from '#care-event';
import type { EventPlace, LogEvent } from '#event-store';

interface Entry {
  readonly event: EventPlace;
  done: boolean;
}

export class CheckpointWindow {
  private entries: Entry[] = [];
  private undoneBytes = 0;

  /** About how much memory the payloads take of those that are not done. */
  get bytes(): number {
    return this.undoneBytes;
  }

  get size(): number {
    return this.entries.length;
  }

  /** @returns what to call once the event is done */
  add(event: LogEvent): () => void {
    const { position, id, recordedAt } = event;
    const entry: Entry = { event: { position, id, recordedAt }, done: false };
    const bytes = event.damage === undefined ? jsonMemory(event.data) : 0;
    this.entries.push(entry);
    this.undoneBytes += bytes;
    return () => {
      if (!entry.done) this.undoneBytes -= bytes;
      entry.done = true;
    };
  }

  /** An event that was looked at and is none of those to be done. */
  pass(event: EventPlace): void {
    this.entries.push({ event, done: true });
  }

  /** Drops the events at the front that are done; the checkpoint may move to the last of them. */
  advance(): { readonly passed: number; readonly last: EventPlace | undefined } {
    const undone = this.entries.findIndex(({ done }) => !done);
    const passed = undone === -1 ? this.entries.length : undone;
    const last = passed === 0 ? undefined : this.entries[passed - 1]?.event;
    if (passed > 0) this.entries = this.entries.slice(passed);
    return { passed, last };
  }
}
