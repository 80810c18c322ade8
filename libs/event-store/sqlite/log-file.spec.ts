/** The log file as durability needs it, and a WAL that does not grow without bound. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { events, range } from '../contract/harness.js';
import { jsonCodec } from '../json-codec.js';
import { encodeBatch } from '../validation.js';
import { CommitLoop } from './commit-loop.js';
import { openForWriting } from './log-file.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stafett-log-'));
  file = join(folder, 'log.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const MIB = 1024 * 1024;
const walMib = (): number => statSync(`${file}-wal`).size / MIB;

/** Commits about so many MiB, in batches of 1 MiB. */
function write(loop: CommitLoop, mib: number): void {
  for (const n of range(mib)) {
    const batch = events(100, n).map((one) => ({ ...one, data: { text: 'x'.repeat(10_000) } }));
    const outcome = loop.commit({
      batches: [encodeBatch(jsonCodec, 'a', 'any', batch)],
      nowMs: n,
    });
    expect(outcome.kind).toBe('committed');
    loop.afterCommit();
  }
}

describe('A log file opened for writing', () => {
  it('syncs every commit, and leaves checkpoints to the store', () => {
    const db = openForWriting(file);
    const setting = (pragma: string) => db.pragma(pragma, { simple: true });
    expect(setting('journal_mode')).toBe('wal');
    expect(setting('synchronous')).toBe(2);
    expect(setting('wal_autocheckpoint')).toBe(0);
    db.close();
  });

  it('keeps its WAL small while nobody reads', () => {
    const loop = new CommitLoop(openForWriting(file), file);
    write(loop, 30);
    expect(walMib()).toBeLessThan(8);
    loop.close();
  });

  it('grows its WAL while a reader holds on to it, and starts over when it lets go', () => {
    const loop = new CommitLoop(openForWriting(file), file);
    write(loop, 1);
    const reader = new Database(file, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM events').get();
    write(loop, 80);
    const grown = walMib();
    expect(grown).toBeGreaterThan(70);
    reader.exec('COMMIT');
    write(loop, 40);
    expect(walMib()).toBe(grown);
    reader.close();
    loop.close();
  });

  it('starts its WAL over under readers that come and go without a pause', () => {
    const loop = new CommitLoop(openForWriting(file), file);
    write(loop, 1);
    // Two readers in turn: at every moment one of them is in the middle of a read.
    const readers = range(2).map(() => new Database(file, { readonly: true }));
    const begin = (reader: Database.Database | undefined): void => {
      reader!.exec('BEGIN');
      reader!.prepare('SELECT count(*) FROM events').get();
    };
    begin(readers[0]);
    for (const n of range(100)) {
      begin(readers[(n + 1) % 2]);
      readers[n % 2]!.exec('COMMIT');
      write(loop, 1);
    }
    expect(walMib()).toBeLessThan(80);
    for (const reader of readers) reader.close();
    loop.close();
  });
});
