/** Reading this log from the server, page by page, in the port's terms. */
import { HistoryMissing, PositionNotInLog, Unavailable } from '../errors.js';
import { acceptedBy, checkFilter } from '../filter.js';
import { comparePositions, LIMITS } from '../port.js';
import type {
  EventPage,
  EventPlace,
  LogEvent,
  Position,
  ReadLogOptions,
  ReadStreamOptions,
} from '../port.js';
import { checkPage, checkPosition, checkRevision } from '../validation.js';
import { positionFrom } from './client.js';
import type { Client, ServerRecord } from './client.js';
import type { EventFormat } from './event-format.js';
import type { KnownInstants } from './known-instants.js';
import { Lateness, type Acknowledged } from './lateness.js';
import type { LogEnd } from './log-end.js';
import type { StreamNames } from './names.js';
import { eachRecord } from './server-read.js';

/** Records that are asked for at once where most of what comes belongs to others. */
const CHUNK_MAX = 4_096;
/** Places that readers went on from, so that a log that was cut off and written on is noticed. */
const PLACES_MAX = 1_000;

export interface LogReaderParts {
  readonly client: Client;
  readonly names: StreamNames;
  readonly format: EventFormat;
  readonly known: KnownInstants;
  readonly end: LogEnd;
  readonly acknowledged: Acknowledged;
  /** How long a server may be behind what was read already, before that counts as lost, ms. */
  readonly lagMs: number;
}

/** A page while it is filled. */
class Filling {
  readonly events: LogEvent[] = [];
  private bytes = 0;
  private looked = 0;
  isFull = false;
  reached: EventPlace | undefined;

  constructor(
    readonly limit: number,
    private readonly maxBytes: number,
    private readonly accepts: (event: LogEvent) => boolean,
  ) {}

  /** False: it did not fit, or nothing more will. */
  take(event: LogEvent, bytes: number): boolean {
    this.bytes += bytes;
    if (this.bytes > this.maxBytes && this.looked > 0) this.isFull = true;
    if (this.isFull) return false;
    this.looked += 1;
    this.reached = event;
    if (this.accepts(event)) this.events.push(event);
    this.isFull = this.events.length >= this.limit || this.looked >= LIMITS.pageEvents;
    return !this.isFull;
  }
}

export class LogReader {
  private readonly places = new Map<Position, string>();
  private last: Position | undefined;

  constructor(private readonly parts: LogReaderParts) {}

  /** The last position of this log that was read from it. */
  get lastRead(): Position | undefined {
    return this.last;
  }

  async readStream(stream: string, options: ReadStreamOptions): Promise<EventPage> {
    const { direction, from, limit, maxBytes = LIMITS.pageBytes, signal } = options;
    checkPage(limit, direction, maxBytes);
    checkRevision(from);
    signal?.throwIfAborted();
    const less = () => new Unavailable('The server that is read is behind what was there before.');
    const late = new Lateness(this.parts.lagMs, less, signal);
    for (;;) {
      const page = await this.streamPage(stream, options);
      const last = this.parts.known.lastRevision(stream);
      if (last === undefined || !isBehind(page, last, options))
        return { events: page.events, end: !page.isFull };
      await late.wait();
    }
  }

  private async streamPage(stream: string, options: ReadStreamOptions): Promise<Filling> {
    const { direction, from, limit, maxBytes = LIMITS.pageBytes, signal } = options;
    const backwards = direction === 'backwards';
    const page = new Filling(limit, maxBytes, () => true);
    const { client, names } = this.parts;
    const read = (start: number | undefined) => {
      const position = { backwards, from: start, count: limit };
      const records = client.readStream(names.onServer(stream), position);
      let next = backwards ? undefined : (start ?? 0);
      return eachRecord(records, signal, (record) => {
        const revision = Number(record.revision);
        if (from !== undefined && backwards && revision > from) return true;
        if (next !== undefined && revision !== next)
          throw new HistoryMissing(`revision ${next} of a stream`, stream);
        next = revision + (backwards ? -1 : 1);
        return this.take(page, record, stream);
      });
    };
    const count = await read(from);
    // From a revision behind its end, a stream is read backwards from its end.
    if (backwards && count === 0 && from !== undefined && from > 0) await read(undefined);
    const last = page.events.at(-1);
    if (backwards && !page.isFull && last !== undefined && last.revision > 0)
      throw new HistoryMissing(`revision ${last.revision - 1} of a stream`, stream);
    return page;
  }

  /** Events of a stream as the server holds them, for comparing: from a revision on, so many at most. */
  async stored(stream: string, from: number, count: number): Promise<ServerRecord[]> {
    const { client, names } = this.parts;
    const found: ServerRecord[] = [];
    const read = client.readStream(names.onServer(stream), { backwards: false, from, count });
    await eachRecord(read, undefined, (record) => found.push(record) < count);
    return found;
  }

  async readLog(options: ReadLogOptions): Promise<EventPage> {
    const { direction, from, limit, maxBytes = LIMITS.pageBytes, filter, signal } = options;
    checkPage(limit, direction, maxBytes);
    checkPosition(from);
    checkFilter(options);
    const page = new Filling(limit, maxBytes, acceptedBy(filter));
    signal?.throwIfAborted();
    const end =
      direction === 'backwards'
        ? await this.backwards(page, from, signal)
        : await this.forwards(page, from, signal);
    const { events, reached } = page;
    if (filter === undefined) return { events, end };
    return { events, end, ...(reached && { reached }) };
  }

  /** @returns whether this was everything */
  private async forwards(
    page: Filling,
    after: Position | undefined,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const { client, end, acknowledged } = this.parts;
    const lost = () => new PositionNotInLog('beyond-end');
    const late = new Lateness(this.parts.lagMs, lost, signal);
    for (let count = page.limit + 1, start = end.startAfter(after); ;) {
      const delivered = page.reached?.position ?? after;
      const begin = start;
      const before = page.events.length;
      const read = client.readAll({ backwards: false, from: begin, count });
      const isNew = (position: Position) =>
        delivered === undefined || comparePositions(position, delivered) > 0;
      const seen = await this.unlessMisled(begin !== (delivered ?? end.birth), () =>
        eachRecord(read, signal, (record) => {
          const position = positionFrom(record.position.commit);
          // The record at the position itself comes too.
          if (!isNew(position)) return this.isSame(record);
          start = position;
          return this.takeOwn(page, record);
        }),
      );
      if (page.isFull) {
        this.remember(page.reached);
        return false;
      }
      // So nothing at all is less than there was, or the place to begin at was none.
      if (seen === 0) {
        end.forget();
        start = delivered ?? end.birth;
        if (begin === start) await late.wait();
        continue;
      }
      if (seen < count) {
        if (acknowledged.isMissing(start)) {
          await late.wait();
          continue;
        }
        end.passed(page.reached?.position ?? after, start);
        this.remember(page.reached);
        return true;
      }
      count = nextChunk(page, seen, page.events.length - before);
    }
  }

  /**
   * Nothing, where a place that only others' events led to is no place any more. Of what the server
   * says that it has looked through, nobody knows that a record begins there.
   */
  private async unlessMisled(mayBe: boolean, read: () => Promise<number>): Promise<number> {
    try {
      return await read();
    } catch (error) {
      if (mayBe && error instanceof PositionNotInLog && error.reason === 'between-events') return 0;
      throw error;
    }
  }

  /** @returns whether this was everything */
  private async backwards(
    page: Filling,
    before: Position | undefined,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const { client, end } = this.parts;
    // What is at the end is there where the end is no earlier than it must be.
    const { end: last } = await end.look(signal);
    let from = before !== undefined && comparePositions(before, last) > 0 ? undefined : before;
    for (let count = page.limit + 1; ; count = Math.min(2 * count, CHUNK_MAX)) {
      const read = client.readAll({ backwards: true, from, count });
      let isBefore = false;
      const seen = await eachRecord(read, signal, (record) => {
        from = positionFrom(record.position.commit);
        isBefore = comparePositions(from, end.birth) <= 0;
        return !isBefore && this.takeOwn(page, record);
      });
      if (page.isFull) return false;
      if (isBefore || seen < count) return true;
    }
  }

  /** @throws PositionNotInLog */
  private isSame({ position, id }: ServerRecord): true {
    const place = this.places.get(positionFrom(position.commit));
    if (place !== undefined && place !== id) throw new PositionNotInLog('other-event');
    return true;
  }

  private remember(place: EventPlace | undefined): void {
    if (place === undefined) return;
    if (this.last === undefined || comparePositions(place.position, this.last) > 0)
      this.last = place.position;
    this.places.set(place.position, place.id);
    if (this.places.size <= PLACES_MAX) return;
    const [oldest] = this.places.keys();
    this.places.delete(oldest!);
  }

  private takeOwn(page: Filling, record: ServerRecord): boolean {
    const stream = this.parts.names.inLog(record.streamId);
    return stream === undefined || this.take(page, record, stream);
  }

  private take(page: Filling, record: ServerRecord, stream: string): boolean {
    const { format, known } = this.parts;
    const { event, bytes } = format.event(record, stream);
    known.note(stream, event.revision, event.knownAt);
    return page.take(event, bytes);
  }
}

/** Whether a page of a stream shows less of it than up to a revision that it has. */
function isBehind({ events, isFull }: Filling, last: number, options: ReadStreamOptions): boolean {
  const { direction, from } = options;
  if (direction === 'backwards') return (events[0]?.revision ?? -1) < Math.min(from ?? last, last);
  return !isFull && (events.at(-1)?.revision ?? (from ?? 0) - 1) < last;
}

/** As many records as the rest of the page will need, if what follows is mixed as what came. */
function nextChunk(page: Filling, seen: number, gained: number): number {
  const rest = page.limit - page.events.length;
  return Math.min(CHUNK_MAX, Math.ceil((1.2 * rest * seen) / Math.max(gained, 1)) + 1);
}
