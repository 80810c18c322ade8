/** Reading the log, page by page, in the port's terms. */
import type Database from 'better-sqlite3';
import type {
  EventPage,
  PayloadCodec,
  Position,
  ReadLogOptions,
  ReadStreamOptions,
  SubscriptionFilter,
  Upcasters,
} from '../port.js';
import { acceptedBy, checkFilter } from '../filter.js';
import { checkPage, checkPosition, checkRevision } from '../validation.js';
import { EventDecoder } from './event-decoder.js';
import { FilteredLog } from './filtered-log.js';
import { COLUMNS, NAMED_ROWS, takePage } from './rows.js';
import type { PageBounds, Row } from './rows.js';
import { reading } from './sqlite-faults.js';

const OF_STREAM = 'stream = (SELECT stream FROM streams WHERE name = ?)';

export class LogReader {
  private readonly file: string;
  private readonly decoder: EventDecoder;
  private readonly statements;
  private readonly filtered: FilteredLog;
  private readonly sharedSnapshots: boolean;
  private snapshot = false;

  /**
   * @param options.sharedSnapshots everything read in one turn of the event loop sees one state
   *   of the log. For a thread that reads thousands of streams while another writes: after
   *   each commit elsewhere SQLite forgets all pages it has in memory, so a snapshot a read
   *   means reading the same pages again and again.
   */
  constructor(
    db: Database.Database,
    codec: PayloadCodec,
    upcasters: Upcasters | undefined,
    { sharedSnapshots = false } = {},
  ) {
    this.sharedSnapshots = sharedSnapshots;
    this.file = db.name;
    this.decoder = new EventDecoder(db, codec, upcasters);
    this.statements = prepare(db);
    this.filtered = new FilteredLog(db, upcasters);
  }

  readStream(stream: string, options: ReadStreamOptions): EventPage {
    const { direction, from, limit, maxBytes } = options;
    checkPage(limit, direction, maxBytes);
    checkRevision(from);
    return reading(this.file, () => {
      this.share();
      const { streamForwards, streamBackwards } = this.statements;
      const rows =
        direction === 'backwards'
          ? streamBackwards.iterate(stream, from ?? Number.MAX_SAFE_INTEGER, limit)
          : streamForwards.iterate(stream, from ?? 0, limit);
      return this.page(rows, options, stream);
    });
  }

  readLog(options: ReadLogOptions): EventPage {
    const { direction, from, limit, maxBytes } = options;
    checkPage(limit, direction, maxBytes);
    checkPosition(from);
    checkFilter(options);
    return reading(this.file, () => {
      if (options.filter !== undefined) return this.readFiltered(options, options.filter);
      const { logForwards, logBackwards } = this.statements;
      const rows =
        direction === 'backwards'
          ? logBackwards.iterate(from === undefined ? Number.MAX_SAFE_INTEGER : Number(from), limit)
          : logForwards.iterate(from === undefined ? 0 : Number(from), limit);
      return this.page(rows, options);
    });
  }

  identity(): string {
    return reading(this.file, () => this.statements.identity.get()!);
  }

  head(): Position | undefined {
    const last = reading(this.file, () => this.statements.head.get());
    return last === null || last === undefined ? undefined : (String(last) as Position);
  }

  /** Changes whenever another connection has committed. */
  dataVersion(): number {
    return reading(this.file, () => this.statements.dataVersion.get()!);
  }

  /** Lets go of a shared snapshot: what is read from now on sees whatever is committed by now. */
  refresh(): void {
    if (!this.snapshot) return;
    this.snapshot = false;
    this.statements.commit.run();
  }

  private share(): void {
    if (!this.sharedSnapshots || this.snapshot) return;
    this.statements.begin.run();
    this.snapshot = true;
    setImmediate(() => this.refresh());
  }

  /** @param stream of all rows, where they do not name it */
  private page(rows: Iterable<Row>, bounds: PageBounds, stream?: string): EventPage {
    const { taken, full } = takePage(rows, bounds);
    return { events: this.decoder.events(taken, stream), end: !full };
  }

  /** What the filter does not let through is not decoded. */
  private readFiltered(options: ReadLogOptions, filter: SubscriptionFilter): EventPage {
    const { rows, reached, end } = this.filtered.read(options, filter);
    const accepts = acceptedBy(filter);
    const isWanted = (row: Row): boolean => 'types' in filter || accepts({ stream: row[9] ?? '' });
    const events = this.decoder.events(rows.filter(isWanted)).filter(accepts);
    return { events, end, ...(reached && { reached }) };
  }
}

function prepare(db: Database.Database) {
  const page = <Parameters extends unknown[]>(rows: string) =>
    db.prepare<Parameters, Row>(`${rows} LIMIT ?`).raw();
  const ofStream = `SELECT ${COLUMNS} FROM events WHERE ${OF_STREAM}`;
  return {
    streamForwards: page<[string, number, number]>(
      `${ofStream} AND revision >= ? ORDER BY revision`,
    ),
    streamBackwards: page<[string, number, number]>(
      `${ofStream} AND revision <= ? ORDER BY revision DESC`,
    ),
    logForwards: page<[number, number]>(`${NAMED_ROWS} WHERE position > ? ORDER BY position`),
    logBackwards: page<[number, number]>(`${NAMED_ROWS} WHERE position < ? ORDER BY position DESC`),
    head: db.prepare<[], number | null>('SELECT max(position) FROM events').pluck(),
    identity: db.prepare<[], string>("SELECT value FROM about WHERE key = 'identity'").pluck(),
    begin: db.prepare('BEGIN'),
    commit: db.prepare('COMMIT'),
    dataVersion: db.prepare<[], number>('PRAGMA data_version').pluck(),
  };
}
