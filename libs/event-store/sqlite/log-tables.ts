/**
 * The log's tables as the committing side uses them: what it must look up before it
 * decides, and the insert. What it remembers between transactions is only a cache of
 * the file and is forgotten whenever a transaction is rolled back.
 */
import type Database from 'better-sqlite3';
import { uuidOfHex } from '../event-id.js';
import type { StoredRow } from '../repeated-batch.js';
import type { EncodedEvent, Payload } from '../validation.js';
import { checksumOf } from './checksum.js';
import type { KeyHolder } from '../commit-protocol.js';

export interface StreamState {
  readonly key: number;
  /** -1 before the stream's first event. */
  lastRevision: number;
  /** No id of the stream comes after this one. */
  highestId: string;
}

/** Streams remembered; when there are more, all are forgotten and looked up again. */
const STREAMS_REMEMBERED = 50_000;

export class LogTables {
  private readonly streams = new Map<string, StreamState>();
  private readonly types = new Map<string, number>();
  private readonly selectLast;
  private readonly selectKnownUntil;
  private readonly selectStream;
  private readonly insertStream;
  private readonly selectType;
  private readonly insertType;
  private readonly selectById;
  private readonly insertEvent;
  private readonly selectHighestId;
  private readonly selectKey;
  private readonly insertKey;
  private readonly deleteKey;
  private lastPosition = 0;
  private logHighestId = '';
  private lastRecordedAtMs = 0;
  private fresh = false;

  constructor(db: Database.Database) {
    this.selectLast = db.prepare<[], { position: number; recorded_at: number }>(
      'SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1',
    );
    this.selectKnownUntil = db
      .prepare<[], number>("SELECT CAST(value AS INTEGER) FROM about WHERE key = 'known-until'")
      .pluck();
    this.selectStream = db.prepare<[string], { key: number; last: number }>(
      `SELECT stream AS key, (SELECT max(revision) FROM events e WHERE e.stream = s.stream) AS last
       FROM streams s WHERE name = ?`,
    );
    this.selectHighestId = db.prepare<[], string | null>('SELECT hex(max(id)) FROM events').pluck();
    this.insertStream = db.prepare<[string]>('INSERT INTO streams (name) VALUES (?)');
    this.selectType = db.prepare<[string], number>('SELECT type FROM types WHERE name = ?').pluck();
    this.insertType = db.prepare<[string]>('INSERT INTO types (name) VALUES (?)');
    this.selectById = db.prepare<[string, number], StoredRow>(
      `SELECT position, revision, name AS type, data, metadata
       FROM events JOIN types USING (type) WHERE id = unhex(?, '-') AND stream = ?`,
    );
    this.selectKey = db.prepare<[string], Omit<KeyHolder, 'key'>>(
      `SELECT name AS stream, revision, position
       FROM unique_keys JOIN events USING (position) JOIN streams USING (stream) WHERE key = ?`,
    );
    // One statement a key: looking first would cost as much again.
    this.insertKey = db.prepare<[string, number]>(
      'INSERT OR IGNORE INTO unique_keys VALUES (?, ?)',
    );
    this.deleteKey = db.prepare<[string]>('DELETE FROM unique_keys WHERE key = ?');
    this.insertEvent = db.prepare<
      [number, number, number, string, number, number, Payload, Payload, number]
    >(
      `INSERT INTO events (position, stream, revision, id, type, recorded_at, data, metadata, checksum)
       VALUES (?, ?, ?, unhex(?, '-'), ?, ?, ?, ?, ?)`,
    );
  }

  /** Begins a group. Its events are recorded at this time, or at the log's last if that is later. */
  startAt(nowMs: number): void {
    if (!this.fresh) {
      const last = this.selectLast.get();
      this.lastPosition = last?.position ?? 0;
      // Of a log that was copied here, the last event need not be the latest.
      this.lastRecordedAtMs = Math.max(last?.recorded_at ?? 0, this.selectKnownUntil.get() ?? 0);
      this.logHighestId = uuidOfHex((this.selectHighestId.get() ?? '').toLowerCase());
      this.fresh = true;
    }
    this.lastRecordedAtMs = Math.max(this.lastRecordedAtMs, Math.trunc(nowMs));
  }

  /** For a copy: the next events count as known since then, whatever is before them. */
  recordAt(ms: number): void {
    this.lastRecordedAtMs = ms;
  }

  /** Drops everything remembered: the file is the truth. */
  forget(): void {
    this.streams.clear();
    this.types.clear();
    this.fresh = false;
  }

  stream(name: string): StreamState | undefined {
    const known = this.streams.get(name);
    if (known !== undefined) return known;
    const row = this.selectStream.get(name);
    return row === undefined
      ? undefined
      : this.remember(name, row.key, row.last, this.logHighestId);
  }

  /** The caller appends to it in the same transaction: no stream is without events. */
  createStream(name: string): StreamState {
    return this.remember(name, Number(this.insertStream.run(name).lastInsertRowid), -1, '');
  }

  /** Ids that ascend along their stream, as time-ordered ones do, need no look at the index. */
  find(stream: StreamState, id: string): StoredRow | undefined {
    if (id > stream.highestId) return undefined;
    return this.selectById.get(id, stream.key);
  }

  /**
   * Writes the unique keys of events that are inserted next, in this order; or none of
   * them, and answers which ones other events have.
   */
  takeKeys(events: readonly EncodedEvent[]): readonly KeyHolder[] {
    const own: string[] = [];
    const taken: KeyHolder[] = [];
    for (const [index, { uniqueKey }] of events.entries()) {
      if (uniqueKey === undefined) continue;
      const { changes } = this.insertKey.run(uniqueKey, this.lastPosition + 1 + index);
      if (changes > 0) own.push(uniqueKey);
      else taken.push({ key: uniqueKey, ...this.selectKey.get(uniqueKey)! });
    }
    if (taken.length > 0) for (const key of own) this.deleteKey.run(key);
    return taken;
  }

  /** Writes the event as its stream's next and returns its position. */
  insert(stream: StreamState, event: EncodedEvent): number {
    this.lastPosition += 1;
    stream.lastRevision += 1;
    if (event.id > stream.highestId) stream.highestId = event.id;
    if (event.id > this.logHighestId) this.logHighestId = event.id;
    const { id, data, metadata } = event;
    const row = {
      ...{ position: this.lastPosition, stream: stream.key, revision: stream.lastRevision },
      ...{
        id,
        type: this.typeKey(event.type),
        recordedAtMs: this.lastRecordedAtMs,
        data,
        metadata,
      },
    };
    this.insertEvent.run(
      row.position,
      row.stream,
      row.revision,
      id,
      row.type,
      row.recordedAtMs,
      data,
      metadata,
      checksumOf(row),
    );
    return this.lastPosition;
  }

  private typeKey(name: string): number {
    let key = this.types.get(name);
    if (key === undefined) {
      key = this.selectType.get(name) ?? Number(this.insertType.run(name).lastInsertRowid);
      this.types.set(name, key);
    }
    return key;
  }

  private remember(
    name: string,
    key: number,
    lastRevision: number,
    highestId: string,
  ): StreamState {
    if (this.streams.size >= STREAMS_REMEMBERED) this.streams.clear();
    const state = { key, lastRevision, highestId };
    this.streams.set(name, state);
    return state;
  }
}
