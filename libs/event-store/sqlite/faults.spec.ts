/** Disks that fill up and disks that fail, at the calls that reach them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from '@jest/globals';
import { event, events } from '../contract/harness.js';
import { itOnSmallDisk, mountSmallDisk, removeDisk } from '../contract/small-disk.js';
import { StoreFailed, StoreFull } from '../errors.js';
import { jsonCodec } from '../json-codec.js';
import { APPEND_LIMITS } from '../port.js';
import { readWholeLog } from '../reading.js';
import { encodeBatch } from '../validation.js';
import { AppendQueue } from '../append-queue.js';
import type { GroupWriter } from '../commit-protocol.js';
import { transactionsOf } from './committer.js';
import { InlineWriter } from './inline-writer.js';
import { IN_MEMORY, openForWriting } from './log-file.js';
import { openSqliteEventStore } from './open.js';
import { ThreadWriter } from './thread-writer.js';

const ENCODING = { codec: jsonCodec, limits: APPEND_LIMITS, uniqueKeys: true };

const END =
  'SELECT max(revision) FROM events JOIN streams USING (stream) WHERE name = ? HAVING count(*) > 0';

/** A queue over a real log in memory whose n-th commit (from 1) fails where `at` says so. */
function queueFailing(fault: Error, at: (commit: number) => boolean) {
  const db = openForWriting(IN_MEMORY);
  const real = transactionsOf(db);
  const failures: StoreFailed[] = [];
  let commits = 0;
  const writer = new InlineWriter(db, IN_MEMORY, {
    ...real,
    commit: () => {
      commits += 1;
      if (at(commits)) throw fault;
      real.commit();
    },
  });
  const queue = new AppendQueue({
    writer,
    clock: Date.now,
    onCommitted: () => undefined,
    onFailure: (error) => failures.push(error),
  });
  const append = async (stream: string, count = 1) => {
    const [last] = db.prepare(END).pluck().all(stream) as number[];
    return queue.append(() => encodeBatch(ENCODING, stream, last ?? 'none', events(count)));
  };
  const count = () => db.prepare('SELECT count(*) FROM events').pluck().get();
  return { db, queue, append, count, failures, commits: () => commits };
}

const ioError = () => new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
const full = () => new Database.SqliteError('database or disk is full', 'SQLITE_FULL');

describe('A log whose disk fails', () => {
  it('fails every waiting append, then reports once, then acknowledges nothing', async () => {
    const { append, failures, commits } = queueFailing(ioError(), (commit) => commit === 2);
    await append('a');
    // More than one group: what still waits behind the failing commit fails with it.
    const waiting = Array.from({ length: 12 }, (_, n) => append(`s${n}`, 1_000));
    const results = await Promise.allSettled(waiting);
    for (const result of results) {
      expect(result).toMatchObject({ reason: expect.any(StoreFailed) as unknown });
    }
    expect(failures).toEqual([]);
    await new Promise(setImmediate);
    expect(failures).toHaveLength(1);
    expect(failures[0]!.message).toContain('SQLITE_IOERR_FSYNC');
    await expect(append('a')).rejects.toBeInstanceOf(StoreFailed);
    await new Promise(setImmediate);
    expect(failures).toHaveLength(1);
    expect(commits()).toBe(2);
  });

  it('can still be closed', async () => {
    const { append, queue } = queueFailing(ioError(), () => true);
    const append1 = append('a').catch((error: unknown) => error);
    await queue.close();
    expect(await append1).toBeInstanceOf(StoreFailed);
  });
});

describe('A log that fails between two commits', () => {
  it('reports at once that its checkpoint failed, and takes nothing more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stafett-idle-'));
    const file = join(folder, 'log.db');
    const db = openForWriting(file);
    const { queue, failed } = queueOver(new InlineWriter(db, file));
    await queue.append(() => encodeBatch(ENCODING, 'a', 'none', events(1)));
    db.close();
    expect(await failed).toBeInstanceOf(StoreFailed);
    const later = queue.append(() => encodeBatch(ENCODING, 'a', 0, events(1)));
    await expect(later).rejects.toBeInstanceOf(StoreFailed);
    await queue.close();
    rmSync(folder, { recursive: true });
  });

  it('reports at once that its thread has died', async () => {
    const { queue, failed } = queueOver(new ThreadWriter(join(tmpdir(), 'no-such-folder', 'log')));
    expect(await failed).toBeInstanceOf(StoreFailed);
    await queue.close();
  });

  function queueOver(writer: GroupWriter) {
    const { promise: failed, resolve: onFailure } = Promise.withResolvers<StoreFailed>();
    const onCommitted = () => undefined;
    const queue = new AppendQueue({ writer, clock: Date.now, onCommitted, onFailure });
    return { queue, failed };
  }
});

describe('A log whose disk is full', () => {
  it('rolls the group back, fails its appends, and takes later ones', async () => {
    const { append, count, failures } = queueFailing(full(), (commit) => commit === 2);
    await append('a', 2);
    const results = await Promise.allSettled([append('a'), append('b', 5)]);
    for (const result of results) {
      expect(result).toMatchObject({ reason: expect.any(StoreFull) as unknown });
    }
    expect(count()).toBe(2);
    expect(await append('a')).toMatchObject({ firstRevision: 2, repeated: false });
    expect(await append('b')).toMatchObject({ firstRevision: 0 });
    expect(count()).toBe(4);
    expect(failures).toEqual([]);
  });

  it('is what SQLite says when its file may not grow', async () => {
    const { db, append, count } = queueFailing(full(), () => false);
    await append('a', 10);
    db.pragma('max_page_count = 20');
    await expect(append('a', 1_000)).rejects.toBeInstanceOf(StoreFull);
    expect(count()).toBe(10);
    db.pragma('max_page_count = 2000');
    expect(await append('a', 1_000)).toMatchObject({ firstRevision: 10, lastRevision: 1_009 });
  });
});

describe('A disk of 8 MiB', () => {
  itOnSmallDisk('fills up without harm (needs the right to mount)', async () => {
    const folder = mountSmallDisk(8);
    const failures: unknown[] = [];
    const ballast = join(folder, 'ballast');
    writeFileSync(ballast, Buffer.alloc(2 * 1024 * 1024));
    const store = await openSqliteEventStore({
      file: join(folder, 'log.db'),
      access: 'write',
      clock: Date.now,
      onFailure: (error) => failures.push(error),
    });
    try {
      const acknowledged: string[] = [];
      const fill = async () => {
        const one = event(0, { data: { text: 'x'.repeat(20_000) } });
        await store.append(`s${acknowledged.length}`, 'none', [one]);
        acknowledged.push(one.id);
      };
      const untilFull = async () => {
        for (;;) await fill();
      };
      const ids = async () => {
        const found: string[] = [];
        for await (const page of readWholeLog(store)) found.push(...page.map(({ id }) => id));
        return found;
      };
      await expect(untilFull()).rejects.toMatchObject({ code: 'store-full', retryable: true });
      expect(acknowledged.length).toBeGreaterThan(50);
      expect(await ids()).toEqual(acknowledged);
      await expect(fill()).rejects.toBeInstanceOf(StoreFull);
      rmSync(ballast);
      await fill();
      expect(await ids()).toEqual(acknowledged);
      expect(failures).toEqual([]);
    } finally {
      await store.close();
      removeDisk(folder);
    }
  });
});
