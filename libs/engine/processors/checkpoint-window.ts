/** The events read since the checkpoint, and which of them are done: the checkpoint passes only those. */
import type { EventPlace } from '#event-store';

interface Entry {
  readonly place: EventPlace;
  readonly page: number;
  done: boolean;
}

export class CheckpointWindow {
  private entries: Entry[] = [];
  private page = 0;

  get size(): number {
    return this.entries.length;
  }

  /** Pages that have events which are not passed yet. */
  get pages(): number {
    const [first] = this.entries;
    return first === undefined ? 0 : this.page - first.page + 1;
  }

  /** What is added from now on is of another page. */
  nextPage(): void {
    this.page += 1;
  }

  /** @returns what to call once the event is done */
  add({ position, id, recordedAt }: EventPlace): () => void {
    // Without the event: who handles it lets it go when that is done.
    const entry: Entry = { place: { position, id, recordedAt }, page: this.page, done: false };
    this.entries.push(entry);
    return () => void (entry.done = true);
  }

  /** Drops the events at the front that are done; the checkpoint may move to the last of them. */
  advance(): { readonly passed: number; readonly last: EventPlace | undefined } {
    const undone = this.entries.findIndex(({ done }) => !done);
    const passed = undone === -1 ? this.entries.length : undone;
    const last = passed === 0 ? undefined : this.entries[passed - 1]?.place;
    if (passed > 0) this.entries = this.entries.slice(passed);
    return { passed, last };
  }
}
