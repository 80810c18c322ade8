/** Following the log: nothing lost, few transactions, and a quiet end when told to stop. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore, ReadLogOptions } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { digestOf } from '../testing/digest.spec.support.js';
import { openTestLog, recordMixed, type TestLog } from '../testing/log.spec.support.js';
import { ProjectionRunner } from './projection-runner.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { positionOfModels } from '../testing/position.spec.support.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('The projection runner, following,', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  const recordSome = (events: number) => recordMixed(log, events);

  async function undisturbed(): Promise<string> {
    const models = await openReadModels({ file: ':memory:', access: 'write' });
    await new ProjectionRunner({ store: log.store, models }).catchUp();
    const digest = await digestOf(models);
    await models.close();
    return digest;
  }

  it('keeps up with the log until it is told to stop', async () => {
    await recordSome(10);
    const stop = new AbortController();
    let wakeUp = () => {};
    let folded = 0;
    const following = log.runner.follow({
      signal: stop.signal,
      onProgress: ({ events }) => {
        folded = events;
        wakeUp();
      },
    });
    const reached = async (events: number) => {
      while (folded < events) await new Promise<void>((resolve) => (wakeUp = resolve));
    };
    await reached(11);
    await recordSome(9);
    await reached(21);
    stop.abort();
    await following;
    expect(await digestOf(log.models)).toBe(await undisturbed());
  });

  it('writes what comes in quick succession together, and loses none of it', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    let reached = () => {};
    const all = new Promise<void>((resolve) => (reached = resolve));
    const following = log.runner.follow({
      signal: stop.signal,
      onProgress: ({ events }) => {
        seen.push(events);
        if (events === 121) reached();
      },
    });
    await recordSome(120);
    await all;
    stop.abort();
    await following;
    expect(seen.length).toBeLessThan(60);
    expect(await digestOf(log.models)).toBe(await undisturbed());
  });

  it('returns quietly when told to stop while it still catches up', async () => {
    await recordSome(30);
    const stop = new AbortController();
    const runner = new ProjectionRunner({ store: log.store, models: log.models, batchEvents: 10 });
    await runner.follow({ signal: stop.signal, onProgress: () => stop.abort() });
    const [tenth] = (await log.store.readLog({ limit: 10 })).events.slice(-1);
    expect(await positionOfModels(log.models)).toBe(tenth?.position);
    await expect(runner.catchUp({ signal: stop.signal })).rejects.toBe(stop.signal.reason);
  });

  it('returns quietly when the log is closed', async () => {
    const { signal } = new AbortController();
    const caughtUp = new Promise<void>((resolve) => {
      void log.runner.follow({ signal, onProgress: () => resolve() }).then(() => ended());
    });
    let ended = (): void => undefined;
    const end = new Promise<void>((resolve) => (ended = resolve));
    await recordSome(3);
    await caughtUp;
    await log.store.close();
    await end;
  });

  it('leaves no failed read behind when it was told to stop', async () => {
    await recordSome(3);
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const stop = new AbortController();
    const stopped = new Error('stopped');
    const store: EventStore = Object.assign(Object.create(log.store) as EventStore, {
      head: () => {
        stop.abort(stopped);
        return log.store.head();
      },
      readLog: (options: ReadLogOptions) =>
        stop.signal.aborted
          ? Promise.reject(new Error('the disk is gone'))
          : log.store.readLog(options),
    });
    const runner = new ProjectionRunner({ store, models: log.models });
    await expect(runner.catchUp({ signal: stop.signal })).rejects.toBe(stopped);
    await new Promise(setImmediate);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
