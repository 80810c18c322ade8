/**
 * Rows of the log become events, decoded and brought up to date. What cannot be read of one
 * makes it a damaged event.
 */
import type Database from 'better-sqlite3';
import { uuidOfHex } from '../event-id.js';
import type {
  Damage,
  DamagedEvent,
  JsonObject,
  LogEvent,
  PayloadCodec,
  Position,
  Upcasters,
} from '../port.js';
import { upcastWith } from '../upcasting.js';
import type { Payload } from '../validation.js';
import { checksumOf } from './checksum.js';
import { CheckedNames } from './checked-names.js';
import type { Row } from './rows.js';
import { sqliteCode } from './sqlite-faults.js';

type Field = 'data' | 'metadata';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export class EventDecoder {
  private readonly upcast;
  private readonly streams;
  private readonly types;
  /** Types by their integer keys, which never change; there are few. */
  private readonly typeNames = new Map<number, string>();
  private readonly bytesOf;

  constructor(
    db: Database.Database,
    private readonly codec: PayloadCodec,
    upcasters: Upcasters | undefined,
  ) {
    this.upcast = upcastWith(upcasters);
    this.streams = new CheckedNames(db, 'streams', 'stream');
    this.types = new CheckedNames(db, 'types', 'type');
    const bytesOf = (field: Field) =>
      db
        .prepare<[number], Buffer>(`SELECT CAST(${field} AS BLOB) FROM events WHERE position = ?`)
        .pluck();
    this.bytesOf = { data: bytesOf('data'), metadata: bytesOf('metadata') };
  }

  /** @param stream of all rows, where they do not name it */
  events(rows: readonly Row[], stream?: string): LogEvent[] {
    if (stream === undefined) this.streams.compareAll(rows.map((row) => row[7]));
    return rows.map((row) => this.event(row, stream));
  }

  /** @param stream of the row, where that does not name it */
  event(row: Row, stream = row[9] ?? `$streams-${row[7]}`): LogEvent {
    const [position, , , typeKey, , data, metadata, streamKey] = row;
    if (this.streams.isDamaged(streamKey)) return damaged(row, stream, 'stream');
    if (this.types.isDamaged(typeKey)) return damaged(row, stream, 'type');
    const context = { stream, type: this.typeName(typeKey) };
    let field: Field = 'metadata';
    try {
      this.checkText(position, field, metadata);
      const decoded = this.codec.decode({ ...context, field }, metadata);
      field = 'data';
      this.checkText(position, field, data);
      const content = {
        type: context.type,
        data: this.codec.decode({ ...context, field }, data),
        metadata: decoded,
      };
      const id = uuidOfHex(row[2].toLowerCase());
      if (!isAsWritten(row, id)) return damaged(row, stream, 'checksum');
      return recorded(
        row,
        { id, stream },
        this.upcast === undefined ? content : this.upcast(content),
      );
    } catch (error) {
      if (sqliteCode(error) !== undefined) throw error;
      // What a parser says of a payload repeats a part of it, so nothing of the error is kept.
      return damaged(row, stream, field);
    }
  }

  private typeName(key: number): string {
    let name = this.typeNames.get(key);
    if (name === undefined) {
      name = this.types.name(key) ?? '';
      this.typeNames.set(key, name);
    }
    return name;
  }

  /**
   * The driver turns bytes that are no UTF-8 into U+FFFD without a word. Where that stands in a
   * text, its bytes say whether it was written so.
   * @throws TypeError they are no UTF-8
   */
  private checkText(position: number, field: Field, payload: Payload): void {
    if (typeof payload !== 'string' || !payload.includes('\uFFFD')) return;
    utf8.decode(this.bytesOf[field].get(position));
  }
}

/** What it holds is what was written, as far as its checksum can tell. */
function isAsWritten(row: Row, id: string): boolean {
  const [position, revision, , type, recordedAtMs, data, metadata, stream, checksum] = row;
  if (checksum === null) return true;
  return (
    checksum === checksumOf({ position, stream, revision, id, type, recordedAtMs, data, metadata })
  );
}

function recorded(
  [position, revision, , , recordedAt]: Row,
  { id, stream }: { id: string; stream: string },
  { type, data, metadata }: { type: string; data: JsonObject; metadata: JsonObject },
): LogEvent {
  return {
    id,
    type,
    data,
    metadata,
    stream,
    revision,
    position: String(position) as Position,
    // One clock never goes back here: see `LogTables.startAt`.
    recordedAt,
    knownAt: recordedAt,
  };
}

function damaged(
  [position, revision, id, , recordedAt]: Row,
  stream: string,
  damage: Damage,
): DamagedEvent {
  return {
    ...{ id: uuidOfHex(id.toLowerCase()), damage, stream, revision },
    ...{ position: String(position) as Position, recordedAt, knownAt: recordedAt },
  };
}
