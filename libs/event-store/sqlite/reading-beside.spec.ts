/** Reading a log beside its writer, and without one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { events, Listener, numbers, range, wholeLog } from '../contract/harness.js';
import { StoreMissing, StoreReadOnly, UnsafeStorage } from '../errors.js';
import { openSqliteEventStore } from './open.js';
import { appendOnce } from '../append-once.js';
import { readWholeStream } from '../reading.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stafett-log-'));
  file = join(folder, 'log.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (access: 'write' | 'read') =>
  openSqliteEventStore({ file, access, clock: Date.now, pollMs: 5 });

describe('A log opened for reading', () => {
  it('shows what a running writer has acknowledged, at once', async () => {
    const writer = await open('write');
    await writer.append('a', 'none', events(3));
    const reader = await open('read');
    const again = await open('read');
    expect(numbers(await wholeLog(reader))).toEqual([0, 1, 2]);
    await writer.append('b', 'none', events(2, 3));
    expect(numbers(await wholeLog(reader))).toEqual(range(5));
    expect(numbers(await readWholeStream(again, 'b'))).toEqual([3, 4]);
    expect(await reader.head()).toBe(await writer.head());
    await reader.close();
    await again.close();
    await appendOnce(writer, 'a', events(1, 5));
    await writer.close();
  });

  it('follows live, by looking for what another process appends', async () => {
    const writer = await open('write');
    await writer.append('a', 'none', events(3));
    const reader = await open('read');
    const all = new Listener(reader);
    const one = new Listener(reader, { stream: 'b' });
    await all.until('caught-up');
    await one.until('caught-up');
    for (const n of range(5)) await appendOnce(writer, n % 2 === 0 ? 'a' : 'b', events(1, 3 + n));
    await all.untilEvents(8);
    await one.untilEvents(2);
    expect(numbers(all.events)).toEqual(range(8));
    expect(numbers(one.events)).toEqual([4, 6]);
    const ends = [all.untilEnd(), one.untilEnd()];
    await reader.close();
    await Promise.all(ends);
    await writer.close();
  });

  it('needs no writer', async () => {
    const writer = await open('write');
    await writer.append('a', 'none', events(3));
    await writer.close();
    const reader = await open('read');
    expect(numbers(await wholeLog(reader))).toEqual([0, 1, 2]);
    const next = await open('write');
    await next.append('a', 2, events(1, 3));
    expect(await wholeLog(reader)).toHaveLength(4);
    await next.close();
    expect(await wholeLog(reader)).toHaveLength(4);
    await reader.close();
  });

  it('refuses appends', async () => {
    await (await open('write')).close();
    const reader = await open('read');
    await expect(reader.append('a', 'none', events(1))).rejects.toBeInstanceOf(StoreReadOnly);
    await reader.close();
  });

  it('says clearly that nothing has been recorded yet', async () => {
    await expect(open('read')).rejects.toBeInstanceOf(StoreMissing);
    await expect(open('read')).rejects.toThrow(/no event log at .*log\.db yet/);
    // What a writer leaves that died before it had made the file a log.
    writeFileSync(file, '');
    await expect(open('read')).rejects.toBeInstanceOf(StoreMissing);
    await expect(
      openSqliteEventStore({ file: ':memory:', access: 'read', clock: Date.now }),
    ).rejects.toBeInstanceOf(UnsafeStorage);
  });
});
