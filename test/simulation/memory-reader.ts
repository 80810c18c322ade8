/** Reading what the store in memory holds: pages of events, decoded and brought up to date. */
import {
  checkFilter,
  checkPage,
  checkPosition,
  checkRevision,
  comparePositions,
  type EncodedEvent,
  type EventPage,
  filterPage,
  jsonCodec,
  LIMITS,
  type LogEvent,
  type PayloadCodec,
  type Position,
  type ReadLogOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type Upcasters,
  upcastWith,
} from '#event-store';

export interface Stored extends EncodedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: number;
  readonly knownAt: number;
  /** Decoded, where the codec always decodes to the same. */
  read?: RecordedEvent;
}

export class MemoryReader {
  private readonly upcast;

  constructor(
    private readonly codec: PayloadCodec,
    upcasters: Upcasters | undefined,
  ) {
    this.upcast = upcastWith(upcasters);
  }

  stream(events: readonly Stored[], options: ReadStreamOptions): EventPage {
    const { direction, from } = options;
    checkPage(options.limit, direction, options.maxBytes);
    checkRevision(from);
    const last = events.length - 1;
    if (direction === 'backwards')
      return this.page(events, Math.min(from ?? last, last), -1, options);
    return this.page(events, from ?? 0, 1, options);
  }

  log(events: readonly Stored[], options: ReadLogOptions): EventPage {
    const { direction, from, filter } = options;
    checkPage(options.limit, direction, options.maxBytes);
    checkPosition(from);
    checkFilter(options);
    if (direction !== 'backwards') {
      const first = from === undefined ? 0 : countUpTo(events, from, true);
      return filterPage(this.page(events, first, 1, options), filter);
    }
    const before = from === undefined ? events.length : countUpTo(events, from, false);
    return this.page(events, before - 1, -1, options);
  }

  payloads({ stream, type, data, metadata }: EncodedEvent & { readonly stream: string }) {
    return [
      this.codec.decode({ stream, type, field: 'data' }, data),
      this.codec.decode({ stream, type, field: 'metadata' }, metadata),
    ] as const;
  }

  private page(
    events: readonly Stored[],
    from: number,
    step: 1 | -1,
    { limit, maxBytes = LIMITS.pageBytes }: ReadLogOptions | ReadStreamOptions,
  ): EventPage {
    const page: LogEvent[] = [];
    let bytes = 0;
    for (let at = from; page.length < limit; at += step) {
      const stored = events[at];
      if (stored === undefined) return { events: page, end: true };
      bytes += stored.data.length + stored.metadata.length;
      if (bytes > maxBytes && page.length > 0) break;
      page.push(this.event(stored));
    }
    return { events: page, end: false };
  }

  private event(stored: Stored): LogEvent {
    try {
      return this.readable(stored);
    } catch {
      const { id, stream, revision, position, recordedAt, knownAt } = stored;
      return { id, stream, revision, position, recordedAt, knownAt, damage: 'data' };
    }
  }

  private readable(stored: Stored): RecordedEvent {
    if (stored.read !== undefined) return stored.read;
    const { id, stream, revision, position, recordedAt, knownAt } = stored;
    const [data, metadata] = this.payloads(stored);
    const event = { type: stored.type, data, metadata };
    const { type, ...today } = this.upcast === undefined ? event : this.upcast(event);
    const read = { id, type, ...today, stream, revision, position, recordedAt, knownAt };
    if (this.codec === jsonCodec) stored.read = read;
    return read;
  }
}

/** How many events lie before a position or, `inclusive`, at it. */
function countUpTo(events: readonly Stored[], position: Position, inclusive: boolean): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = comparePositions(events[middle]!.position, position);
    if (order < 0 || (inclusive && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
