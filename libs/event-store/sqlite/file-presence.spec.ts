/** A log whose files are deleted, moved or replaced while it is open: nothing is acknowledged any more. */
import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { events } from '../contract/harness.js';
import { LogRemoved, type StoreFailed } from '../errors.js';
import type { EventStore } from '../port.js';
import { FilePresence } from './file-presence.js';
import { openSqliteEventStore } from './open.js';

describe('A log in use', () => {
  let root: string;
  let folder: string;
  let store: EventStore;
  let failed: Promise<StoreFailed>;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'stafett-removed-'));
    folder = mkdtempSync(join(root, 'data-'));
    const { promise, resolve } = Promise.withResolvers<StoreFailed>();
    failed = promise;
    store = await openSqliteEventStore({
      ...{ file: join(folder, 'log.db'), access: 'write', clock: Date.now, onFailure: resolve },
    });
    await store.append('a', 'none', events(2));
  });
  afterEach(async () => {
    await store.close();
    rmSync(root, { recursive: true });
  });

  /** The next append is refused, and whoever opened the log is told to end. */
  const expectNoticed = async (file: string): Promise<void> => {
    const refused: unknown = await store.append('a', 1, events(1)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LogRemoved);
    expect(refused).toMatchObject({ code: 'log-removed', file: join(folder, file) });
    expect(await failed).toBeInstanceOf(LogRemoved);
  };

  it('acknowledges nothing after its folder was deleted', async () => {
    rmSync(folder, { recursive: true });
    await expectNoticed('log.db');
  });

  it('acknowledges nothing after its folder was moved away', async () => {
    renameSync(folder, join(root, 'moved'));
    await expectNoticed('log.db');
  });

  it('acknowledges nothing after its folder was replaced by a copy of itself', async () => {
    cpSync(folder, join(root, 'copy'), { recursive: true });
    renameSync(folder, join(root, 'moved'));
    renameSync(join(root, 'copy'), folder);
    await expectNoticed('log.db');
  });

  it.each(['log.db', 'log.db-wal', 'log.db.lock'])(
    'acknowledges nothing after %s was deleted',
    async (file) => {
      rmSync(join(folder, file));
      await expectNoticed(file);
    },
  );

  it('acknowledges nothing after log.db was overwritten by renaming another file', async () => {
    writeFileSync(join(folder, 'other'), '');
    renameSync(join(folder, 'other'), join(folder, 'log.db'));
    await expectNoticed('log.db');
  });

  it('is missed within seconds even if nobody appends', async () => {
    rmSync(folder, { recursive: true });
    expect(await failed).toMatchObject({ code: 'log-removed' });
  });

  it('keeps what was acknowledged before only the write-ahead log was deleted', async () => {
    rmSync(join(folder, 'log.db-wal'));
    await failed;
    await store.close();
    store = await openSqliteEventStore({
      ...{ file: join(folder, 'log.db'), access: 'write', clock: Date.now },
    });
    expect((await store.readStream('a', { limit: 10 })).events).toHaveLength(2);
  });
});

describe('The presence of files', () => {
  it('does not mind files that were not there to begin with', () => {
    expect(new FilePresence([join(tmpdir(), 'no-such-file')]).missing()).toBeUndefined();
  });
});
