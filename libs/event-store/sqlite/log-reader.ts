/** Reading the log: rows become events, decoded and brought up to date. */
import type Database from 'better-sqlite3';
import { uuidOfHex } from '../event-id.js';
import type {
  EventPage,
  JsonObject,
  PayloadCodec,
  Position,
  ReadLogOptions,
  ReadStreamOptions,
  RecordedEvent,
  Upcasters,
} from '../port.js';
import { LIMITS } from '../port.js';
import { upcastWith } from '../upcasting.js';
import { checkPage, checkPosition, checkRevision } from '../validation.js';
import type { Payload } from '../validation.js';

/** Names of streams remembered; when there are more, all are forgotten and looked up again. */
const NAMES_REMEMBERED = 100_000;

/** Columns of `COLUMNS`, in its order. */
type Row = readonly [
  position: number,
  stream: number,
  revision: number,
  id: string,
  type: number,
  recordedAtMs: number,
  data: Payload,
  metadata: Payload,
];
const OF_STREAM = 'stream = (SELECT stream FROM streams WHERE name = ?)';
const COLUMNS = 'position, stream, revision, hex(id), type, recorded_at, data, metadata';

export class LogReader {
  private readonly codec: PayloadCodec;
  private readonly upcast;
  private readonly streamNames;
  private readonly typeNames;
  private readonly statements;
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
    this.codec = codec;
    this.upcast = upcastWith(upcasters);
    this.streamNames = new Names(
      db.prepare<[number], string>('SELECT name FROM streams WHERE stream = ?').pluck(),
    );
    this.typeNames = new Names(
      db.prepare<[number], string>('SELECT name FROM types WHERE type = ?').pluck(),
    );
    this.statements = prepare(db);
  }

  readStream(stream: string, options: ReadStreamOptions): EventPage {
    const { direction, from, limit, maxBytes } = options;
    checkPage(limit, direction, maxBytes);
    checkRevision(from);
    this.share();
    const { streamForwards, streamBackwards } = this.statements;
    const rows =
      direction === 'backwards'
        ? streamBackwards.iterate(stream, from ?? Number.MAX_SAFE_INTEGER, limit)
        : streamForwards.iterate(stream, from ?? 0, limit);
    return this.page(rows, limit, maxBytes);
  }

  readLog({ direction, from, limit, maxBytes }: ReadLogOptions): EventPage {
    checkPage(limit, direction, maxBytes);
    checkPosition(from);
    const { logForwards, logBackwards } = this.statements;
    const rows =
      direction === 'backwards'
        ? logBackwards.iterate(from === undefined ? Number.MAX_SAFE_INTEGER : Number(from), limit)
        : logForwards.iterate(from === undefined ? 0 : Number(from), limit);
    return this.page(rows, limit, maxBytes);
  }

  identity(): string {
    return this.statements.identity.get()!;
  }

  head(): Position | undefined {
    const last = this.statements.head.get();
    return last === null || last === undefined ? undefined : (String(last) as Position);
  }

  /** Changes whenever another connection has committed. */
  dataVersion(): number {
    return this.statements.dataVersion.get()!;
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

  /** Rows are taken as they come until the page is full, by events or by bytes. */
  private page(rows: Iterable<Row>, limit: number, maxBytes: number = LIMITS.pageBytes): EventPage {
    const taken: Row[] = [];
    let bytes = 0;
    let end = true;
    for (const row of rows) {
      bytes += row[6].length + row[7].length;
      if (bytes > maxBytes && taken.length > 0) {
        end = false;
        break;
      }
      taken.push(row);
    }
    return { events: taken.map((row) => this.event(row)), end: end && taken.length < limit };
  }

  private event([
    position,
    stream,
    revision,
    id,
    type,
    recordedAt,
    data,
    metadata,
  ]: Row): RecordedEvent {
    const streamName = this.streamNames.of(stream);
    const stored = this.typeNames.of(type);
    const context = { stream: streamName, type: stored };
    const event = {
      type: stored,
      data: this.codec.decode({ ...context, field: 'data' }, data),
      metadata: this.codec.decode({ ...context, field: 'metadata' }, metadata),
    };
    const today = this.upcast === undefined ? event : this.upcast(event);
    return {
      id: uuidOfHex(id.toLowerCase()),
      type: today.type,
      data: today.data,
      metadata: today.metadata,
      stream: streamName,
      revision,
      position: String(position) as Position,
      // One clock never goes back here: see `LogTables.startAt`.
      recordedAt,
      knownAt: recordedAt,
    };
  }

  /** Whether stored payloads say the same as those of a repeated batch. */
  decode(stream: string, type: string, data: Payload, metadata: Payload): JsonObject[] {
    return [
      this.codec.decode({ stream, type, field: 'data' }, data),
      this.codec.decode({ stream, type, field: 'metadata' }, metadata),
    ];
  }
}

function prepare(db: Database.Database) {
  const page = <Parameters extends unknown[]>(rest: string) =>
    db.prepare<Parameters, Row>(`SELECT ${COLUMNS} FROM events WHERE ${rest} LIMIT ?`).raw();
  return {
    streamForwards: page<[string, number, number]>(
      `${OF_STREAM} AND revision >= ? ORDER BY revision`,
    ),
    streamBackwards: page<[string, number, number]>(
      `${OF_STREAM} AND revision <= ? ORDER BY revision DESC`,
    ),
    logForwards: page<[number, number]>('position > ? ORDER BY position'),
    logBackwards: page<[number, number]>('position < ? ORDER BY position DESC'),
    head: db.prepare<[], number | null>('SELECT max(position) FROM events').pluck(),
    identity: db.prepare<[], string>("SELECT value FROM about WHERE key = 'identity'").pluck(),
    begin: db.prepare('BEGIN'),
    commit: db.prepare('COMMIT'),
    dataVersion: db.prepare<[], number>('PRAGMA data_version').pluck(),
  };
}

/** Names by their integer keys; a key never changes its name. */
class Names {
  private readonly known = new Map<number, string>();
  private readonly select: { get(key: number): string | undefined };

  constructor(select: { get(key: number): string | undefined }) {
    this.select = select;
  }

  of(key: number): string {
    let name = this.known.get(key);
    if (name === undefined) {
      name = this.select.get(key)!;
      if (this.known.size >= NAMES_REMEMBERED) this.known.clear();
      this.known.set(key, name);
    }
    return name;
  }
}
