/** The events read since the checkpoint, and which of them are done: the checkpoint passes only those. */
import type { LogEvent } from '#event-store';

interface Entry {
  readonly event: LogEvent;
  done: boolean;
}

export class CheckpointWindow {
  private entries: Entry[] = [];

  get size(): number {
    return this.entries.length;
  }

  /** @returns what to call once the event is done */
  add(event: LogEvent): () => void {
    const entry: Entry = { event, done: false };
    this.entries.push(entry);
    return () => void (entry.done = true);
  }

  /** Drops the events at the front that are done; the checkpoint may move to the last of them. */
  advance(): { readonly passed: number; readonly last: LogEvent | undefined } {
    const undone = this.entries.findIndex(({ done }) => !done);
    const passed = undone === -1 ? this.entries.length : undone;
    const last = passed === 0 ? undefined : this.entries[passed - 1]?.event;
    if (passed > 0) this.entries = this.entries.slice(passed);
    return { passed, last };
  }
}
