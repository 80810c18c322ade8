/** A log copied into a file: hidden until it is complete, and a log like any other afterwards. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeOrderedId } from '../event-id.js';
import type { CopiedEvent, CopyTarget } from '../copying.js';
import { openSqliteCopyTarget } from './copy-target.js';
import { openSqliteEventStore } from './open.js';

describe('A log copied into a SQLite file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'copy-target-'));
    file = join(folder, 'log.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const event = (stream: string, revision: number, knownAt: number): CopiedEvent => ({
    ...{ stream, revision, knownAt, type: 'Happened.v1', data: { revision }, metadata: {} },
    id: timeOrderedId(knownAt, stream, String(revision)),
  });
  const open = (): Promise<CopyTarget> => openSqliteCopyTarget({ file, holder: 'a test' });
  const writing = (now: number) =>
    openSqliteEventStore({ file, access: 'write', clock: () => now, holder: 'a test' });

  it('is no log before it is complete, and goes on where it was cut short', async () => {
    const first = await open();
    await first.write([event('a', 0, 100)]);
    await expect(writing(0)).rejects.toMatchObject({ code: 'store-locked' });
    await first.close();
    expect(existsSync(file)).toBe(false);

    const second = await open();
    expect(await second.log.head()).toBe('1');
    await second.write([event('b', 0, 90), event('a', 1, 110)]);
    await second.complete();
    await second.close();
    const store = await openSqliteEventStore({ file, access: 'read', clock: Date.now });
    const { events } = await store.readLog({ limit: 10 });
    await store.close();
    expect(events.map(({ stream, revision, knownAt }) => [stream, revision, knownAt])).toEqual([
      ...[['a', 0, 100]],
      ...[['b', 0, 90]],
      ...[['a', 1, 110]],
    ]);
  });

  it('lets no later event be known before one that was copied, wherever that stands', async () => {
    const target = await open();
    await target.write([event('a', 0, 500), event('b', 0, 90)]);
    await target.complete();
    await target.close();
    const store = await writing(200);
    const { id, type, data, metadata } = event('a', 1, 0);
    await store.append('a', 0, [{ id, type, data, metadata }]);
    const { events } = await store.readStream('a', { limit: 10 });
    await store.close();
    expect(events.map(({ knownAt }) => knownAt)).toEqual([500, 500]);
  });

  it('keeps unique keys, and tells which were taken', async () => {
    const target = await open();
    const keyed = (stream: string) => ({ ...event(stream, 0, 1), uniqueKey: 'one' });
    expect(await target.write([keyed('a'), keyed('b')])).toBe(1);
    await target.complete();
    await target.close();
    const store = await writing(200);
    const again = store.append('c', 'none', [
      { id: timeOrderedId(1, 'c'), type: 'X.v1', data: {}, metadata: {}, uniqueKey: 'one' },
    ]);
    await expect(again).rejects.toMatchObject({
      code: 'duplicate-key',
      taken: [{ key: 'one', earlier: { stream: 'a' } }],
    });
    await store.close();
  });

  it('writes none of a batch in which an event does not follow the one before it', async () => {
    const target = await open();
    const gap = target.write([event('a', 0, 1), event('b', 0, 1), event('a', 2, 1)]);
    await expect(gap).rejects.toMatchObject({ code: 'invalid-event' });
    expect(await target.log.head()).toBeUndefined();
    await target.write([event('a', 0, 1), event('a', 1, 1)]);
    expect(await target.log.head()).toBe('2');
    await target.close();
  });
});
