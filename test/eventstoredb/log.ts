/**
 * The log of the stand-in: streams and their order, in memory. What is written is seen by the
 * next append at once, by readers only after `publish`, as on a server that waits for its disk
 * and its followers.
 */
import { judge, type StreamState, type Verdict } from './append-rules.js';
import { RecentIds } from './recent-ids.js';
import {
  type Expected,
  type ProposedEvent,
  recordSize,
  type StoredEvent,
  TOMBSTONE_REVISION,
} from './records.js';
import { DELETED, firstRead, settingsOf } from './stream-metadata.js';

/** The answer to an append. `last` is -1 where there is still no stream. */
export type Outcome =
  | { readonly kind: 'success'; readonly last: number; readonly position: number | undefined }
  | Exclude<Verdict, { kind: 'write' | 'repeat' }>;

export class Log {
  /** Every event, in the order of the log. */
  readonly all: StoredEvent[] = [];
  /** How many of `all` readers see. */
  visible = 0;
  /** Where the next record begins. */
  end = 0;
  /** What was written and is not yet published, append by append. */
  unpublished: (readonly StoredEvent[])[] = [];
  /** For each append, how many events were before it. */
  readonly starts: number[] = [];

  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly scavenged = new Set<number>();
  private readonly tombstones = new Set<string>();
  private readonly recent = new RecentIds();
  private waiting = new Set<() => void>();

  constructor(private readonly now: () => number) {}

  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Outcome {
    const state = this.stateOf(stream);
    const ids = events.map(({ id }) => id);
    const verdict = judge(state, expected, ids, this.recent);
    if (verdict.kind === 'repeat') return { ...verdict, kind: 'success' };
    if (verdict.kind !== 'write') return verdict;
    const revision = state.events.length;
    if (events.length === 0) return { kind: 'success', last: revision - 1, position: this.end };
    const written = this.write(stream, revision, events);
    this.remember(written);
    return {
      kind: 'success',
      last: revision + events.length - 1,
      position: written.at(-1)?.position,
    };
  }

  /** Ends a stream for good. */
  tombstone(stream: string): number {
    const event = { id: crypto.randomUUID(), type: '$streamDeleted', isJson: true };
    const nothing = new Uint8Array();
    this.write(stream, TOMBSTONE_REVISION, [{ ...event, data: nothing, metadata: nothing }]);
    return this.end;
  }

  /** Puts back what an earlier life of the server had published. */
  restore(events: readonly StoredEvent[]): void {
    this.starts.push(this.all.length);
    for (const event of events) this.place(event);
    this.visible = this.all.length;
  }

  /** Lets readers see the oldest `appends` of what is unpublished. */
  publish(appends: number): void {
    this.visible += this.unpublished.splice(0, appends).flat().length;
    const woken = this.waiting;
    this.waiting = new Set();
    for (const wake of woken) wake();
  }

  /** Calls once, at the next `publish`. */
  onceGrown(wake: () => void): void {
    this.waiting.add(wake);
  }

  /** Cuts off everything after the first `appends`, as a leader does that comes back as a follower. */
  truncate(appends: number): void {
    const [count = this.all.length] = this.starts.splice(appends);
    for (const { stream, position, revision } of this.all.splice(count).reverse()) {
      if (revision === TOMBSTONE_REVISION) this.tombstones.delete(stream);
      else this.streams.get(stream)?.pop();
      this.end = position;
    }
    this.unpublished = [];
    this.visible = this.all.length;
    this.forgetIds();
  }

  /** Takes out of the whole log what its streams hide; what is left keeps its positions. */
  scavenge(): void {
    const firsts = new Map<string, number>();
    const firstOf = (stream: string): number => {
      const { first, end, deleted } = this.readable(stream);
      return deleted ? end - 1 : first;
    };
    const kept = this.all.filter(({ stream, revision }) => {
      if (!firsts.has(stream)) firsts.set(stream, firstOf(stream));
      return revision === TOMBSTONE_REVISION || revision >= firsts.get(stream)!;
    });
    for (const { position } of this.all) this.scavenged.add(position);
    for (const { position } of kept) this.scavenged.delete(position);
    this.visible = kept.length - (this.all.length - this.visible);
    this.all.splice(0, this.all.length, ...kept);
  }

  /** Whether a record began there that was taken out. */
  isScavenged(position: number): boolean {
    return this.scavenged.has(position);
  }

  /** What a restart does to the server's memory. */
  forgetIds(): void {
    this.recent.clear();
  }

  stateOf(stream: string): StreamState {
    const events = this.streams.get(stream) ?? [];
    const metadata = this.streams.get(`$$${stream}`)?.at(-1);
    return {
      name: stream,
      events,
      tombstoned: this.tombstones.has(stream),
      softDeleted: settingsOf(metadata).truncateBefore === DELETED,
      hasMetadata: metadata !== undefined,
    };
  }

  /** What readers see of a stream: its events from `first` up to, and without, `end`. */
  readable(stream: string): {
    events: readonly StoredEvent[];
    first: number;
    end: number;
    deleted: boolean;
  } {
    const events = this.streams.get(stream) ?? [];
    const end = this.seen(events);
    const metadata = this.streams.get(`$$${stream}`) ?? [];
    const isMetadata = stream.startsWith('$$');
    const settings = settingsOf(metadata[this.seen(metadata) - 1]);
    const read = isMetadata ? { ...settings, maxCount: 1 } : settings;
    const first = firstRead(read, { events, end, now: this.now() });
    return { events, first, end, deleted: settings.truncateBefore === DELETED };
  }

  /** The index in `all` of the first event at or after a position. */
  indexOf(position: number): number {
    return firstIndex(this.all, this.all.length, (event) => event.position >= position);
  }

  /** How many events of a stream are visible. */
  private seen(events: readonly StoredEvent[]): number {
    const bound = this.all[this.visible]?.position ?? Infinity;
    let end = events.length;
    while (end > 0 && (events[end - 1]?.position ?? 0) >= bound) end--;
    return end;
  }

  private write(
    stream: string,
    firstRevision: number,
    events: readonly ProposedEvent[],
  ): readonly StoredEvent[] {
    const created = this.now();
    this.starts.push(this.all.length);
    const written = events.map((event, index) => {
      const stored = {
        ...event,
        stream,
        revision: firstRevision === TOMBSTONE_REVISION ? firstRevision : firstRevision + index,
        position: this.end,
        created,
      };
      this.place(stored);
      return stored;
    });
    this.unpublished.push(written);
    return written;
  }

  private place(event: StoredEvent): void {
    this.all.push(event);
    this.end = event.position + recordSize(event, event.stream);
    if (event.revision === TOMBSTONE_REVISION) {
      this.tombstones.add(event.stream);
      return;
    }
    const stream = this.streams.get(event.stream);
    if (stream) stream.push(event);
    else this.streams.set(event.stream, [event]);
  }

  private remember(events: readonly StoredEvent[]): void {
    for (const event of events) this.recent.put(event.id, event);
  }
}

/** The first of `count` indices for which it holds, given that it holds for all that follow. */
function firstIndex<T>(items: readonly T[], count: number, holds: (item: T) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && !holds(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
