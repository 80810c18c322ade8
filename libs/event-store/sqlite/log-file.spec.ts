/** The log file as durability needs it, and a WAL that does not grow without bound. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { event, range, StreamEnds } from '../contract/harness.js';
import { jsonCodec } from '../json-codec.js';
import { APPEND_LIMITS } from '../port.js';
import { encodeBatch } from '../validation.js';
import { WalCheckpointer } from './wal-checkpointer.js';
import { Committer } from './committer.js';
import { openForWriting } from './log-file.js';

const ENCODING = { codec: jsonCodec, limits: APPEND_LIMITS, uniqueKeys: true };

let folder: string;
let file: string;
let db: Database.Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stafett-log-'));
  file = join(folder, 'log.db');
  db = openForWriting(file);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const CHECKPOINTS = { largeFrames: 50, hugeFrames: 200, patienceMs: 250 };
const FRAME_BYTES = 4_096 + 24;
const walFrames = (): number => statSync(`${file}-wal`).size / FRAME_BYTES;

/** Commits so often, about 15 frames each time, with the housekeeping after each. */
function writer(): (commits: number) => void {
  const committer = new Committer(db);
  const checkpointer = new WalCheckpointer(db, CHECKPOINTS);
  const ends = new StreamEnds();
  const batch = () => {
    const one = event(0, { data: { text: 'x'.repeat(50_000) } });
    return encodeBatch(ENCODING, 'a', ends.next('a', 1), [one]);
  };
  return (commits) => {
    for (const n of range(commits)) {
      expect(committer.commit({ batches: [batch()], nowMs: n }).kind).toBe('committed');
      checkpointer.whenLarge();
    }
  };
}

describe('A log file opened for writing', () => {
  it('syncs every commit, and leaves checkpoints to the store', () => {
    const setting = (pragma: string) => db.pragma(pragma, { simple: true });
    expect(setting('journal_mode')).toBe('wal');
    expect(setting('synchronous')).toBe(2);
    expect(setting('wal_autocheckpoint')).toBe(0);
  });

  it('keeps its WAL small while nobody reads', () => {
    const write = writer();
    write(60);
    expect(walFrames()).toBeLessThan(100);
  });

  it('grows its WAL while a reader holds on to it, and starts over when it lets go', () => {
    const write = writer();
    write(1);
    const reader = new Database(file, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM events').get();
    write(40);
    const grown = walFrames();
    expect(grown).toBeGreaterThan(500);
    reader.exec('COMMIT');
    write(60);
    expect(walFrames()).toBeLessThan(grown + 100);
    reader.close();
  });

  it('starts its WAL over under readers that come and go without a pause', async () => {
    const write = writer();
    write(1);
    const fixture = join(import.meta.dirname, 'restless-reader.spec.fixture.js');
    const readers = range(3).map(() => new Worker(fixture, { workerData: { file } }));
    try {
      await Promise.all(readers.map((reader) => once(reader, 'message')));
      write(100);
      // Not started over, it would hold more than 1,250.
      expect(walFrames()).toBeLessThan(1_000);
    } finally {
      await Promise.all(readers.map((reader) => reader.terminate()));
    }
  });
});
