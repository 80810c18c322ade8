/**
 * A write-ahead log that was cut while nobody had it open, beside the index that a killed process
 * leaves: what is left of it is laid over the log only where it is newer.
 */
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { event } from '../contract/harness.js';
import { jsonCodec } from '../json-codec.js';
import { APPEND_LIMITS } from '../port.js';
import { encodeBatch } from '../validation.js';
import { checkLogFile } from './check-file.js';
import { Committer } from './committer.js';
import { cutWal, discardOutdatedWal, requireUsable } from './cut-wal.js';
import { openForWriting } from './log-file.js';
import { openSqliteEventStore } from './open.js';

let folder: string;
let file: string;
let db: Database.Database;
let committer: Committer;
let streams = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stafett-cut-'));
  file = join(folder, 'log.db');
  db = openForWriting(file);
  committer = new Committer(db);
  streams = 0;
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

/** Commits events one by one, each into a stream of its own, as a server does. */
function write(count: number): void {
  const encoding = { codec: jsonCodec, limits: APPEND_LIMITS, uniqueKeys: true };
  for (let n = 0; n < count; n += 1) {
    const batch = encodeBatch(encoding, `patient-${(streams += 1)}`, 'none', [event(streams)]);
    expect(committer.commit({ batches: [batch], nowMs: 1_000 }).kind).toBe('committed');
  }
}
const copyAll = (): void => void db.pragma('wal_checkpoint(PASSIVE)');

/** What a kill leaves behind now, with this much of the write-ahead log. */
function killed(name: string, walBytes?: number): string {
  const left = join(folder, `${name}.db`);
  for (const suffix of ['', '-wal', '-shm']) cpSync(file + suffix, left + suffix);
  if (walBytes !== undefined) truncateSync(`${left}-wal`, walBytes);
  return left;
}

async function eventsIn(log: string): Promise<number> {
  const store = await openSqliteEventStore({ file: log, access: 'write', clock: () => 1_000 });
  try {
    return (await store.readLog({ limit: 10_000 })).events.length;
  } finally {
    await store.close();
  }
}

/** Up to here was being copied when the process was killed. */
function markAsBeingCopied(log: string, frames: number): void {
  const index = readFileSync(`${log}-shm`);
  index.writeUInt32LE(frames, 128);
  writeFileSync(`${log}-shm`, index);
}
const framesOf = (log: string): number => readFileSync(`${log}-shm`).readUInt32LE(16);

function expectBroken(log: string): void {
  expect(cutWal(log)).toEqual({ lost: true, remains: 'unclear' });
  expect(() => requireUsable(log)).toThrow(
    expect.objectContaining({
      code: 'log-file-damaged',
      message: expect.stringContaining('only a part of it had been copied') as unknown,
    }),
  );
  // It is asked about again.
  expect(cutWal(log)).toEqual({ lost: true, remains: 'unclear' });
}

describe('A write-ahead log that was cut', () => {
  it('is no loss where all of it had been copied, and what is left is not laid over the log', async () => {
    write(40);
    copyAll();
    const log = killed('copied', 40_000);
    expect(cutWal(log)).toEqual({ lost: false, remains: 'outdated' });
    discardOutdatedWal(log);
    expect(statSync(`${log}-wal`).size).toBe(0);
    expect(await eventsIn(log)).toBe(40);
    expect(checkLogFile(log)).toEqual([]);
  });

  it('loses what was not copied, and what is left of it goes on where the log ends', async () => {
    write(40);
    const log = killed('newer', 40_000);
    expect(cutWal(log)).toEqual({ lost: true, remains: 'usable' });
    discardOutdatedWal(log);
    expect(statSync(`${log}-wal`).size).toBe(40_000);
    const events = await eventsIn(log);
    expect(events).toBeGreaterThan(0);
    expect(events).toBeLessThan(40);
  });

  it('loses what was not copied, where a reader had kept a part of it from being copied', async () => {
    write(300);
    const reader = new Database(file, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM events').get();
    write(100);
    copyAll();
    const log = killed('half', 40_000);
    reader.close();
    expect(cutWal(log)).toEqual({ lost: true, remains: 'unclear' });
    expect(() => requireUsable(log)).not.toThrow();
    expect(await eventsIn(log)).toBeGreaterThan(0);
    expect(checkLogFile(log)).toEqual([]);
  });

  it('leaves a log that is broken where the process was killed in the middle of copying', () => {
    write(400);
    const log = killed('before', 40_000);
    markAsBeingCopied(log, framesOf(log));
    copyAll();
    // Half of the pages are new, the other half was still to come.
    const pages = readFileSync(file);
    const half = Math.floor(pages.length / 2 / 4_096) * 4_096;
    writeFileSync(log, Buffer.concat([pages.subarray(0, half), readFileSync(log).subarray(half)]));
    expectBroken(log);
  });

  it('leaves a log that can be read where nothing of it had been copied yet', async () => {
    write(40);
    const log = killed('begun', 40_000);
    markAsBeingCopied(log, framesOf(log));
    expect(() => requireUsable(log)).not.toThrow();
    expect(cutWal(log)).toEqual({ lost: true, remains: 'unclear' });
    expect(await eventsIn(log)).toBeGreaterThan(0);
  });

  it('was not, where it is whole, or was copied and removed', () => {
    write(5);
    expect(cutWal(killed('whole'))).toBeUndefined();
    copyAll();
    const log = killed('removed');
    rmSync(`${log}-wal`);
    expect(cutWal(log)).toBeUndefined();
  });
});
