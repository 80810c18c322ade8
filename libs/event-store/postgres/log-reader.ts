/**
 * Reading the log, page by page, in the port's terms. Every page is one statement and so one state
 * of the log; the server sends no more of it than the page may hold, and one event.
 */
import type pg from 'pg';
import { acceptedBy, checkFilter } from '../filter.js';
import type { StoreReader } from '../group-commit-store.js';
import { LIMITS } from '../port.js';
import type {
  EventPage,
  EventPlace,
  LogEvent,
  PayloadCodec,
  Position,
  ReadLogOptions,
  ReadStreamOptions,
  SubscriptionFilter,
  Upcasters,
} from '../port.js';
import { checkPage, checkPosition, checkRevision } from '../validation.js';
import { crcOfName } from './checksum.js';
import { EventDecoder } from './event-decoder.js';
import { readFault } from './faults.js';
import { ENDLESS, filteredLog, filteredRows, PAGES, statements } from './queries.js';
import type { Statement } from './queries.js';
import { placeOf, takePage } from './rows.js';
import type { Row } from './rows.js';
import { StreamNames } from './stream-names.js';

export interface LogReaderOptions {
  readonly pool: pg.Pool;
  readonly schema: string;
  /** For messages. */
  readonly place: string;
  readonly codec: PayloadCodec;
  readonly upcasters: Upcasters | undefined;
}

export class LogReader implements StoreReader {
  private readonly decoder: EventDecoder;
  private readonly statements;
  /** Types by their keys, which never change; there are few. */
  private types = new Map<string, string | undefined>();
  private known: string | undefined;
  private readonly names = new StreamNames((keys) => this.ask(this.statements.names, [keys]));

  constructor(private readonly options: LogReaderOptions) {
    this.decoder = new EventDecoder(options.codec, options.upcasters);
    this.statements = statements(options.schema);
  }

  async readStream(stream: string, options: ReadStreamOptions): Promise<EventPage> {
    const { direction = 'forwards', from, limit, maxBytes = LIMITS.pageBytes, signal } = options;
    checkPage(limit, direction, maxBytes);
    checkRevision(from);
    const { MAX_SAFE_INTEGER: last } = Number;
    const first = Math.min(from ?? (direction === 'forwards' ? 0 : last), last);
    // A text with a zero byte is no name, and the server takes none.
    if (stream.includes('\0')) return { events: [], end: true };
    const statement = this.statements[PAGES.stream[direction]];
    const rows = await this.ask<Row>(statement, [stream, first, limit, maxBytes], signal);
    return this.page(rows, options);
  }

  async readLog(options: ReadLogOptions): Promise<EventPage> {
    const { direction = 'forwards', from, limit, maxBytes = LIMITS.pageBytes, signal } = options;
    checkPage(limit, direction, maxBytes);
    checkPosition(from);
    checkFilter(options);
    if (options.filter !== undefined) return this.readFiltered(options, options.filter);
    const start = from ?? (direction === 'forwards' ? '0' : ENDLESS);
    const statement = this.statements[PAGES.log[direction]];
    const rows = await this.ask<Row>(statement, [bounded(start), limit, maxBytes], signal);
    return this.page(rows, options);
  }

  async identity(): Promise<string> {
    if (this.known === undefined) {
      const [row] = await this.ask<[string]>(this.statements.identity, []);
      this.known = row![0];
    }
    return this.known;
  }

  async head(): Promise<Position | undefined> {
    const [row] = await this.ask<[Position | null]>(this.statements.head, []);
    return row?.[0] ?? undefined;
  }

  private async page(
    rows: readonly Row[],
    bounds: Pick<ReadLogOptions, 'limit' | 'maxBytes'>,
  ): Promise<EventPage> {
    const { taken, full } = takePage(rows, bounds);
    return { events: await this.decode(taken), end: !full };
  }

  /** What the filter does not let through is neither sent nor decoded, as far as the server can tell. */
  private async readFiltered(
    options: ReadLogOptions,
    filter: SubscriptionFilter,
  ): Promise<EventPage> {
    const { limit, maxBytes = LIMITS.pageBytes, signal } = options;
    const accepts = acceptedBy(filter);
    if ('types' in filter && this.types.size === 0) await this.readTypes();
    const unwanted = 'types' in filter ? this.unwantedTypes(accepts) : [];
    const prefixes = 'types' in filter ? null : filter.streamPrefixes.filter(isText);
    const after = bounded(options.from ?? '0');
    const values = [after, limit, maxBytes, unwanted, prefixes];
    const found = await this.ask(filteredLog(this.options.schema), values, signal);
    const { head, last, rows } = filteredRows(found);
    if (last === undefined) return { events: [], end: true };
    const { taken, full } = takePage(rows, options);
    const reached: EventPlace = full ? placeOf(taken.at(-1)!) : last;
    const events = (await this.decode(taken)).filter(accepts);
    return { events, end: reached.position === head, reached };
  }

  /** An event of a type that is brought up to date may become any other. */
  private unwantedTypes(accepts: ReturnType<typeof acceptedBy>): readonly number[] {
    const { upcasters = {} } = this.options;
    return [...this.types].flatMap(([key, type]) =>
      type === undefined || type in upcasters || accepts({ stream: '', type }) ? [] : [Number(key)],
    );
  }

  private async decode(rows: readonly Row[]): Promise<LogEvent[]> {
    if (rows.some((row) => !this.types.has(row[3]))) await this.readTypes();
    const nameOf = await this.names.of(rows);
    return rows.map((row) => this.decoder.event(row, this.types, nameOf));
  }

  private async readTypes(): Promise<void> {
    const rows = await this.ask<[string, string, string]>(this.statements.types, []);
    for (const [key, name, crc] of rows)
      this.types.set(key, crcOfName(name) === Number(crc) ? name : undefined);
  }

  /** @throws what a read throws, in the port's terms; and the signal's reason */
  private async ask<T extends readonly unknown[]>(
    { name, text }: Statement,
    values: readonly unknown[],
    signal?: AbortSignal,
  ): Promise<T[]> {
    const query = { ...(name && { name }), text, values: [...values], rowMode: 'array' as const };
    const answer = this.options.pool.query<never>(query).then(
      ({ rows }) => rows as unknown as T[],
      (error: unknown) => {
        throw readFault(error, this.options.place);
      },
    );
    return signal === undefined ? answer : await unlessAborted(answer, signal);
  }
}

const isText = (prefix: string): boolean => !prefix.includes('\0');

/** Positions may come from outside, with more digits than the server's numbers have. */
const bounded = (position: string): string =>
  BigInt(position) > BigInt(ENDLESS) ? ENDLESS : position;

/** The statement goes on and its answer is let go of: it is bounded in time. */
async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
    answer.catch(() => undefined);
  }
}
