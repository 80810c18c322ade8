/**
 * Reading the log: rows become events, decoded and brought up to date. What cannot be read of
 * an event makes it a damaged one; what cannot be read of the file is a fault of the file.
 */
import type Database from 'better-sqlite3';
import { LogFileDamaged } from '../errors.js';
import { uuidOfHex } from '../event-id.js';
import type {
  Damage,
  DamagedEvent,
  EventPage,
  JsonObject,
  LogEvent,
  PayloadCodec,
  Position,
  ReadLogOptions,
  ReadStreamOptions,
  Upcasters,
} from '../port.js';
import { LIMITS } from '../port.js';
import { upcastWith } from '../upcasting.js';
import { checkPage, checkPosition, checkRevision } from '../validation.js';
import type { Payload } from '../validation.js';
import { reading, sqliteCode } from './sqlite-faults.js';

/** Names of streams remembered; when there are more, all are forgotten and looked up again. */
const NAMES_REMEMBERED = 100_000;

const ID_HEX_CHARACTERS = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true });

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
  private readonly file: string;
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
    this.file = db.name;
    this.streamNames = new Names(db, 'streams', 'stream');
    this.typeNames = new Names(db, 'types', 'type');
    this.statements = prepare(db);
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
      return this.page(rows, limit, maxBytes);
    });
  }

  readLog({ direction, from, limit, maxBytes }: ReadLogOptions): EventPage {
    checkPage(limit, direction, maxBytes);
    checkPosition(from);
    const { logForwards, logBackwards } = this.statements;
    return reading(this.file, () => {
      const rows =
        direction === 'backwards'
          ? logBackwards.iterate(from === undefined ? Number.MAX_SAFE_INTEGER : Number(from), limit)
          : logForwards.iterate(from === undefined ? 0 : Number(from), limit);
      return this.page(rows, limit, maxBytes);
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

  /** Rows are taken as they come until the page is full, by events or by bytes. */
  private page(rows: Iterable<Row>, limit: number, maxBytes: number = LIMITS.pageBytes): EventPage {
    const taken: Row[] = [];
    let bytes = 0;
    let end = true;
    for (const row of rows) {
      this.checkRow(row);
      bytes += row[6].length + row[7].length;
      if (bytes > maxBytes && taken.length > 0) {
        end = false;
        break;
      }
      taken.push(row);
    }
    return { events: taken.map((row) => this.event(row)), end: end && taken.length < limit };
  }

  private event([position, stream, revision, id, type, recordedAt, data, metadata]: Row): LogEvent {
    const streamName = this.streamNames.of(stream);
    const typeName = this.typeNames.of(type);
    const uuid = uuidOfHex(id.toLowerCase());
    const damaged = (damage: Damage): DamagedEvent => ({
      ...{ id: uuid, damage, stream: streamName, revision },
      ...{ position: String(position) as Position, recordedAt, knownAt: recordedAt },
    });
    if (this.streamNames.isDamaged(stream)) return damaged('stream');
    if (this.typeNames.isDamaged(type)) return damaged('type');
    const context = { stream: streamName, type: typeName };
    let field: 'data' | 'metadata' = 'metadata';
    try {
      this.checkText(position, field, metadata);
      const decoded = this.codec.decode({ ...context, field }, metadata);
      field = 'data';
      this.checkText(position, field, data);
      const event = {
        type: typeName,
        data: this.codec.decode({ ...context, field }, data),
        metadata: decoded,
      };
      const today = this.upcast === undefined ? event : this.upcast(event);
      return {
        id: uuid,
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
    } catch (error) {
      if (sqliteCode(error) !== undefined) throw error;
      // What a parser says of a payload repeats a part of it, so nothing of the error is kept.
      return damaged(field);
    }
  }

  /** Of another shape than the table allows: then it is the file that cannot be trusted. */
  private checkRow([position, , revision, id, , recordedAt, data, metadata]: Row): void {
    const isWhole =
      Number.isSafeInteger(revision) &&
      Number.isSafeInteger(recordedAt) &&
      id.length === ID_HEX_CHARACTERS &&
      isPayload(data) &&
      isPayload(metadata);
    if (!isWhole) throw new LogFileDamaged(this.file, `the row at position ${position}`);
  }

  /**
   * The driver turns bytes that are no UTF-8 into U+FFFD without a word. Where that stands in a
   * text, its bytes say whether it was written so.
   * @throws TypeError they are no UTF-8
   */
  private checkText(position: number, field: 'data' | 'metadata', payload: Payload): void {
    if (typeof payload !== 'string' || !payload.includes('\uFFFD')) return;
    utf8.decode(this.statements.bytesOf[field].get(position));
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
  const bytesOf = (field: 'data' | 'metadata') =>
    db
      .prepare<[number], Buffer>(`SELECT CAST(${field} AS BLOB) FROM events WHERE position = ?`)
      .pluck();
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
    bytesOf: {
      data: bytesOf('data'),
      metadata: bytesOf('metadata'),
    },
    begin: db.prepare('BEGIN'),
    commit: db.prepare('COMMIT'),
    dataVersion: db.prepare<[], number>('PRAGMA data_version').pluck(),
  };
}

function isPayload(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array;
}

/**
 * Names by their integer keys; a key never changes its name. A name stands in the table and in
 * its index: where the two are not the same, one of them is damaged, and nobody can say which.
 */
class Names {
  private readonly known = new Map<number, string>();
  private readonly select: { get(key: number): string | undefined };
  private readonly lookUp: { get(name: string): number | undefined };
  private readonly indexed: { iterate(): Iterable<readonly [name: string, key: number]> };
  /** Undefined while every name that was read is found by it. */
  private damaged: ReadonlySet<number> | undefined;

  constructor(
    db: Database.Database,
    private readonly table: 'streams' | 'types',
    key: 'stream' | 'type',
  ) {
    const index = `sqlite_autoindex_${table}_1`;
    this.select = db
      .prepare<[number], string>(`SELECT name FROM ${table} WHERE ${key} = ?`)
      .pluck();
    this.lookUp = db
      .prepare<[string], number>(`SELECT ${key} FROM ${table} WHERE name = ?`)
      .pluck();
    this.indexed = db
      .prepare<[], [string, number]>(
        `SELECT name, ${key} FROM ${table} INDEXED BY ${index} ORDER BY name`,
      )
      .raw();
  }

  /** Of a name that is gone, the key stands for it. */
  of(key: number): string {
    let name = this.known.get(key);
    if (name === undefined) {
      name = this.read(key);
      if (this.known.size >= NAMES_REMEMBERED) this.known.clear();
      this.known.set(key, name);
    }
    return name;
  }

  /** Of a key whose name was asked for before. */
  isDamaged(key: number): boolean {
    return this.damaged?.has(key) === true;
  }

  private read(key: number): string {
    const name = this.select.get(key);
    if (name === undefined || this.lookUp.get(name) !== key) this.damaged ??= this.compared();
    return name ?? `$${this.table}-${key}`;
  }

  /** Keys whose names differ. One name out of its order also hides others from a search. */
  private compared(): ReadonlySet<number> {
    const entries = [...this.indexed.iterate()];
    return new Set(
      entries.filter(([name, key]) => this.select.get(key) !== name).map(([, key]) => key),
    );
  }
}
