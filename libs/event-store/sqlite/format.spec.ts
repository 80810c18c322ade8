/** Formats of the log file: newer ones refused, older ones brought up to date. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { APPLICATION_ID, FORMAT } from './format.js';
import { acquireFileLock } from './file-lock.js';
import { openSqliteEventStore } from './open.js';
import { wholeLog } from '../contract/harness.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stafett-log-'));
  file = join(folder, 'log.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (access: 'write' | 'read') => openSqliteEventStore({ file, access, clock: Date.now });

/** A log as format 1 was: three events in two streams. */
const FORMAT_1 = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE streams (stream INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE types (type INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    id BLOB NOT NULL,
    type INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    data ANY NOT NULL,
    metadata ANY NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
  CREATE UNIQUE INDEX events_by_stream_and_id ON events (stream, id);
  INSERT INTO streams VALUES (1, 'patient-a'), (2, 'patient-b');
  INSERT INTO types VALUES (1, 'ReferralSent.v1'), (2, 'ReferralReceived.v1');
  INSERT INTO events VALUES
    (1, 1, 0, x'018bcfe5680080008000000000000001', 1, 1700000000000, '{"n":1}', '{}'),
    (2, 2, 0, x'018bcfe5680080008000000000000001', 1, 1700000000001, '{"n":2}', '{}'),
    (5, 1, 1, x'018bcfe5680080008000000000000002', 2, 1700000000002, '{"n":3}', '{"source":"urn:x"}');
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = 1;
`;

function write(sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

function schema(): unknown {
  const db = new Database(file, { readonly: true });
  try {
    return [
      db.pragma('user_version', { simple: true }),
      db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all(),
    ];
  } finally {
    db.close();
  }
}

describe('A log file of an older format', () => {
  it('is brought up to date by its next writer, with everything that is in it', async () => {
    write(FORMAT_1);
    const store = await open('write');
    expect(await wholeLog(store)).toEqual([
      {
        id: '018bcfe5-6800-8000-8000-000000000001',
        type: 'ReferralSent.v1',
        data: { n: 1 },
        metadata: {},
        stream: 'patient-a',
        revision: 0,
        position: '1',
        recordedAt: 1_700_000_000_000,
        knownAt: 1_700_000_000_000,
      },
      expect.objectContaining({ stream: 'patient-b', position: '2', data: { n: 2 } }),
      expect.objectContaining({ type: 'ReferralReceived.v1', position: '5', revision: 1 }),
    ]);
    const next = {
      id: '018bcfe5-6800-8000-8000-000000000003',
      type: 'T.v1',
      data: {},
      metadata: {},
    };
    const appended = await store.append('patient-a', 1, [next]);
    expect(appended).toMatchObject({ firstRevision: 2, position: '6' });
    const repeat = { ...next, id: '018bcfe5-6800-8000-8000-000000000001' };
    await expect(store.append('patient-b', 'none', [repeat])).rejects.toMatchObject({
      code: 'event-id-conflict',
    });
    const identity = await store.identity();
    expect(identity).toBe('018bcfe5-6800-8000-8000-000000000001 1700000000000');
    await store.close();
    const migrated = schema();
    rmSync(file);
    await (await open('write')).close();
    expect(migrated).toEqual(schema());
  });

  it('is brought up to date by a reader, when nobody is writing it', async () => {
    write(FORMAT_1);
    const lock = acquireFileLock(`${file}.lock`, 'an older program');
    await expect(open('read')).rejects.toThrow(/an older program/);
    lock.release();
    const store = await open('read');
    expect(await wholeLog(store)).toHaveLength(3);
    await store.close();
  });
});

describe('A log file that this version cannot use', () => {
  for (const access of ['write', 'read'] as const) {
    it(`is refused to a ${access === 'write' ? 'writer' : 'reader'} when its format is newer`, async () => {
      await (await open('write')).close();
      write(`PRAGMA user_version = ${FORMAT + 1}`);
      await expect(open(access)).rejects.toMatchObject({
        code: 'format-too-new',
        file,
        found: FORMAT + 1,
        supported: FORMAT,
      });
      expect((schema() as unknown[])[0]).toBe(FORMAT + 1);
    });

    it(`is refused to a ${access === 'write' ? 'writer' : 'reader'} when it is something else`, async () => {
      write('CREATE TABLE recipes (name TEXT)');
      await expect(open(access)).rejects.toMatchObject({ code: 'unsafe-storage' });
      writeFileSync(file, 'Dear diary, '.repeat(1_000));
      await expect(open(access)).rejects.toMatchObject({ code: 'unsafe-storage' });
    });
  }

  it('leaves no lock behind when it is refused', async () => {
    write('CREATE TABLE recipes (name TEXT)');
    await expect(open('write')).rejects.toMatchObject({ code: 'unsafe-storage' });
    acquireFileLock(`${file}.lock`, 'somebody').release();
  });
});
