/** What only shows between processes: locks, sudden death, leaving without closing. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreLocked } from '../errors.js';
import { readWholeLog, requireReadable } from '../reading.js';
import type { EventStore, RecordedEvent } from '../port.js';
import { BATCH_EVENTS, idOf } from './child-process.spec.fixture.js';
import type { ChildOrders } from './child-process.spec.fixture.js';
import { acquireFileLock, describeProcess } from './file-lock.js';
import { openSqliteEventStore } from './open.js';

const CHILD = join(import.meta.dirname, 'child-process.spec.fixture.js');

let folder: string;
let file: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stafett-log-'));
  file = join(folder, 'log.db');
});

afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
  rmSync(folder, { recursive: true });
});

/** Starts the child, hears each line, and answers with all lines when it has ended. */
function start(
  orders: Omit<ChildOrders, 'file'>,
  onLine: (line: string, child: ChildProcess) => void = () => undefined,
  command: readonly string[] = [],
): Promise<{ lines: string[]; code: number | null; signal: string | null; errors: string }> {
  const [program, ...args] = [
    ...command,
    process.execPath,
    CHILD,
    JSON.stringify({ ...orders, file }),
  ];
  const started = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  const lines: string[] = [];
  let errors = '';
  createInterface(started.stdout).on('line', (line) => {
    lines.push(line);
    onLine(line, started);
  });
  started.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  return new Promise((resolve) => {
    started.on('close', (code, signal) => resolve({ lines, code, signal, errors }));
  });
}

const open = () => openSqliteEventStore({ file, access: 'write', clock: Date.now });

async function wholeLog(store: EventStore): Promise<RecordedEvent[]> {
  const log: RecordedEvent[] = [];
  for await (const page of readWholeLog(store)) log.push(...requireReadable(page));
  return log;
}

/** Every acknowledged batch is there once and whole; nothing is there in part. */
async function expectAcknowledged(store: EventStore, lines: readonly string[]): Promise<void> {
  const log = await wholeLog(store);
  const ids = new Set(log.map(({ id }) => id));
  expect(ids.size).toBe(log.length);
  expect(log.length % BATCH_EVENTS).toBe(0);
  for (const line of lines) {
    const [word, writer, batch] = line.split(' ');
    if (word !== 'ack') continue;
    for (let index = 0; index < BATCH_EVENTS; index += 1) {
      expect(ids).toContain(idOf(Number(writer), Number(batch), index));
    }
  }
}

describe('A process writing to a log', () => {
  it('keeps a second one out by name, in the same process and in others', async () => {
    const ended = start({ writers: 0, batches: 0, end: 'hold' }, (line, started) => {
      if (line !== 'done') return;
      void open()
        .then(
          () => undefined,
          (error: unknown) => (refused = error),
        )
        .finally(() => started.kill('SIGTERM'));
    });
    let refused: unknown;
    const pid = child!.pid!;
    await ended;
    expect(refused).toBeInstanceOf(StoreLocked);
    expect(refused).toMatchObject({ folder, retryable: true });
    const { holder } = refused as StoreLocked;
    expect(holder).toContain(`process ${pid}`);
    expect(holder).toContain('child-process.spec.fixture.js');
    expect(holder).toMatch(/since \d{4}-\d\d-\d\dT/);
    const store = await open();
    await expect(open()).rejects.toMatchObject({ code: 'store-locked' });
    await store.close();
    await (await open()).close();
  });

  it('leaves the lock to the next when it dies', async () => {
    await start({ writers: 1, batches: 1, end: 'hold' }, (line, started) => {
      if (line === 'done') started.kill('SIGKILL');
    });
    expect(readFileSync(`${file}.lock.holder`, 'utf8')).toContain('process');
    const store = await open();
    expect(readFileSync(`${file}.lock.holder`, 'utf8')).toContain(`process ${process.pid} `);
    await store.close();
  });

  it('loses nothing it acknowledged when it is killed, and a repeat completes it', async () => {
    let acknowledged = 0;
    const orders = { writers: 16, batches: 10_000, end: 'close' } as const;
    const { lines, signal } = await start(orders, (line, started) => {
      if (line.startsWith('ack') && (acknowledged += 1) === 400) started.kill('SIGKILL');
    });
    expect(signal).toBe('SIGKILL');
    const store = await open();
    await expectAcknowledged(store, lines);
    const before = await wholeLog(store);
    const again = await store.append(
      'stream-3',
      'none',
      before
        .filter(({ stream }) => stream === 'stream-3')
        .slice(0, BATCH_EVENTS)
        .map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
    );
    expect(again).toMatchObject({ firstRevision: 0, repeated: true });
    await store.close();
  });

  for (const end of ['close', 'leave'] as const) {
    it(`ends by itself when it is done, told to ${end} the store`, async () => {
      const { lines, code } = await start({ writers: 4, batches: 5, end });
      expect(lines.at(-1)).toBe('done');
      expect(code).toBe(0);
      const store = await open();
      await expectAcknowledged(store, lines);
      expect(await wholeLog(store)).toHaveLength(4 * 5 * BATCH_EVENTS);
      await store.close();
    });
  }
});

describe('A file lock', () => {
  it('is refused to a second holder until it is released', () => {
    const lockFile = join(folder, 'some.lock');
    const lock = acquireFileLock(lockFile, 'the first one');
    expect(() => acquireFileLock(lockFile, 'the second')).toThrow(/the first one, since/);
    lock.release();
    lock.release();
    const next = acquireFileLock(lockFile, 'the second');
    expect(() => acquireFileLock(lockFile, 'the third')).toThrow(/the second, since/);
    next.release();
  });

  it('is taken and released also where its holder cannot be written down', () => {
    const lockFile = join(folder, 'some.lock');
    mkdirSync(`${lockFile}.holder`);
    const lock = acquireFileLock(lockFile, 'the first one');
    expect(() => acquireFileLock(lockFile, 'the second')).toThrow(/another process/);
    lock.release();
    acquireFileLock(lockFile, 'the second').release();
  });

  it('names a process by its script and subcommand, never by whom it was asked about', () => {
    expect(describeProcess(['/bin/node', '/opt/bin/stafett', 'replay', 'urn:oid:1|19121212'])).toBe(
      `process ${process.pid} (stafett replay)`,
    );
    expect(describeProcess(['/bin/node', '/opt/show.js', 'urn:oid:1|19121212'])).toBe(
      `process ${process.pid} (show.js)`,
    );
  });
});

/** Whether this machine lets a process be traced, and its system calls be made to fail. */
function canInject(): boolean {
  try {
    execFileSync('strace', ['-f', '-e', 'inject=sync:error=EIO', '-o', '/dev/null', 'true']);
    return true;
  } catch {
    return false;
  }
}

const itInjecting = canInject() ? it : it.skip;

describe('A process whose disk fails', () => {
  itInjecting('stops though nobody appends, when a checkpoint fails (needs strace)', async () => {
    await (await open()).close();
    const trace = ['strace', '-f', '-qq', '-o', '/dev/null', '-P', file];
    const inject = ['-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:error=EIO'];
    const orders = { writers: 1, batches: 1, end: 'hold' } as const;
    const { lines, code } = await start(orders, () => undefined, [...trace, ...inject]);
    expect(lines).toEqual(['open', 'ack 0 0', 'done', 'failed store-failed']);
    expect(code).toBe(70);
    const store = await open();
    await expectAcknowledged(store, lines);
    await store.close();
  });

  // Counted per thread, past what opening the log takes.
  for (const [call, from] of [
    ['fsync', 12],
    ['pwrite64', 60],
  ] as const) {
    itInjecting(
      `acknowledges nothing after a failed ${call}, and stops (needs strace)`,
      async () => {
        const trace = ['strace', '-f', '-qq', '-o', '/dev/null', '-P', `${file}-wal`];
        const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:error=EIO:when=${from}+`];
        const orders = { writers: 4, batches: 200, end: 'close' } as const;
        const { lines, code } = await start(orders, () => undefined, [...trace, ...inject]);
        expect(code).toBe(70);
        expect(lines.at(-1)).toBe('failed store-failed');
        expect(lines.filter((line) => line === 'refused store-failed')).toHaveLength(4);
        const firstRefusal = lines.findIndex((line) => line.startsWith('refused'));
        expect(lines.slice(firstRefusal).some((line) => line.startsWith('ack'))).toBe(false);
        expect(lines.some((line) => line.startsWith('ack'))).toBe(true);
        const store = await open();
        await expectAcknowledged(store, lines);
        await store.close();
      },
    );
  }
});
