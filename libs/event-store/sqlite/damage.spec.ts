/**
 * Bytes that are no longer what was written: of one event, which is then a damaged event in its
 * place, or of the file, which nobody can go on with.
 */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { event, numbers } from '../contract/harness.js';
import type { EventStore, LogEvent } from '../port.js';
import { readWholeStream } from '../reading.js';
import { countUnchecked } from './check-file.js';
import { openSqliteEventStore } from './open.js';

let folder: string;
let file: string;

const open = (access: 'read' | 'write') =>
  openSqliteEventStore({ file, access, clock: () => 1_000 });

/** Where events of the stream stand that hold this text, which no other event has. */
const NEEDLE = 'Ola Nordmann, 1961';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stafett-damage-'));
  file = join(folder, 'log.db');
  const store = await open('write');
  await store.append('patient-a', 'none', [event(1), event(2, { data: { n: 2, text: NEEDLE } })]);
  await store.append('patient-b', 'none', [event(3, { type: 'OnceOnly.v1' })]);
  await store.append('patient-c', 'none', [event(4, { metadata: { source: 'urn:unique' } })]);
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Changes bytes of the file where that text stands for the first, or the last, time. */
function overwrite(text: string, at: number, bytes: Buffer | string, last = false): void {
  const content = readFileSync(file);
  const found = last ? content.lastIndexOf(text) : content.indexOf(text);
  expect(found).toBeGreaterThan(0);
  content.set(Buffer.from(bytes), found + at);
  writeFileSync(file, content);
}

async function withStore<T>(use: (store: EventStore) => Promise<T>): Promise<T> {
  const store = await open('read');
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const wholeLog = (): Promise<readonly LogEvent[]> =>
  withStore(async (store) => (await store.readLog({ limit: 100 })).events);
const damages = async (): Promise<readonly unknown[]> =>
  (await wholeLog()).map(({ damage }) => damage);

describe('One damaged event of a log in SQLite', () => {
  it('is damaged where its data are no JSON any more, and its error tells nothing of them', async () => {
    overwrite(NEEDLE, -1, '}');
    expect(await damages()).toEqual([undefined, 'data', undefined, undefined]);
    const error: unknown = await withStore((store) => readWholeStream(store, 'patient-a')).catch(
      (fault: unknown) => fault,
    );
    expect(error).toMatchObject({ code: 'log-damaged', stream: 'patient-a', revision: 1 });
    const { message, cause } = error as Error;
    expect(message).not.toMatch(/Ola|Nordmann|patient-a/);
    expect(message).toContain('position 2');
    expect(cause).toBeUndefined();
    await withStore(async (store) => {
      expect(numbers(await readWholeStream(store, 'patient-b'))).toEqual([3]);
    });
  });

  it('is damaged where its data are no UTF-8 any more, which the driver would pass over', async () => {
    overwrite(NEEDLE, 4, Buffer.from([0xff]));
    expect(await damages()).toEqual([undefined, 'data', undefined, undefined]);
  });

  it('is whole where U+FFFD is what was written', async () => {
    const store = await open('write');
    await store.append('patient-d', 'none', [event(5, { data: { n: '\uFFFD' } })]);
    await store.close();
    expect(await damages()).toEqual(Array(5).fill(undefined));
  });

  it('is damaged where its data are JSON and no object', async () => {
    overwrite('{"n":3}', 0, '["n",3]');
    expect((await damages())[2]).toBe('data');
  });

  it('is damaged where its metadata are no JSON any more', async () => {
    overwrite('"urn:unique"', 0, 'x');
    expect(await damages()).toEqual([undefined, undefined, undefined, 'metadata']);
  });

  it('is damaged where one readable value has become another', async () => {
    overwrite('{"n":3}', 5, '8');
    expect(await damages()).toEqual([undefined, undefined, 'checksum', undefined]);
    const error: unknown = await withStore((store) => readWholeStream(store, 'patient-b')).catch(
      (fault: unknown) => fault,
    );
    expect((error as Error).message).toContain('its checksum does not match');
  });

  it.each(['revision', 'type', 'recorded_at', 'stream', 'position'])(
    'is damaged where its %s is another number',
    async (column) => {
      const db = new Database(file);
      db.prepare(`UPDATE events SET ${column} = ${column} + 3 WHERE position = 4`).run();
      db.prepare("INSERT OR IGNORE INTO streams VALUES (6, 'patient-x')").run();
      db.prepare("INSERT OR IGNORE INTO types VALUES (4, 'Other.v1')").run();
      db.close();
      expect((await damages()).at(-1)).toBe('checksum');
    },
  );

  it('is taken at its word where it was recorded before there were checksums', async () => {
    const db = new Database(file);
    db.prepare('UPDATE events SET checksum = NULL').run();
    db.close();
    expect(countUnchecked(file)).toBe(4);
    overwrite('{"n":3}', 5, '8');
    expect(await damages()).toEqual(Array(4).fill(undefined));
  });

  it('is damaged where the text of its type has changed', async () => {
    overwrite('OnceOnly.v1', 0, 'X', true);
    expect(await damages()).toEqual([undefined, undefined, 'type', undefined]);
  });

  it('is damaged where the name of its stream has changed', async () => {
    overwrite('patient-b', 8, 'x', true);
    expect(await damages()).toEqual([undefined, undefined, 'stream', undefined]);
  });

  it('is asked for in vain by a repeat, which is not answered as if all were well', async () => {
    overwrite('"urn:unique"', 0, 'x');
    const store = await open('write');
    const [, , , damaged] = (await store.readLog({ limit: 10 })).events;
    const again = event(4, { id: damaged!.id, metadata: { source: 'urn:unique' } });
    await expect(store.append('patient-c', 'none', [again])).rejects.toMatchObject({
      code: 'log-damaged',
    });
    await store.close();
  });
});

describe('A log file in SQLite that is broken itself', () => {
  const PAGE = 4_096;

  it('says so at once, by name and with what to do', async () => {
    const content = readFileSync(file);
    // The pages of the tables: without their headers nobody can say what is in them.
    for (let page = 1; page * PAGE < content.length; page += 1)
      content.fill(0x5a, page * PAGE, page * PAGE + 16);
    writeFileSync(file, content);
    const reads = withStore((store) => store.readLog({ limit: 10 }));
    await expect(reads).rejects.toMatchObject({ code: 'log-file-damaged', file });
    await expect(reads).rejects.toThrow(/restore the log from its backup/);
  });

  it('says so where its end is missing', async () => {
    truncateSync(file, PAGE * 3);
    await expect(withStore((store) => store.readLog({ limit: 10 }))).rejects.toMatchObject({
      code: 'log-file-damaged',
    });
  });
});
