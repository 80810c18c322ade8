/** Appends sent again until their outcome is known. */
import { describe, expect, it } from '@jest/globals';
import { event, wholeLog } from './contract/harness.js';
import {
  OutcomeUnknown,
  StoreFailed,
  StoreFull,
  Unavailable,
  WrongExpectedRevision,
} from './errors.js';
import type { EventStore } from './port.js';
import { retrying } from './retrying.js';
import { openSqliteEventStore } from './sqlite/open.js';

const lost = () => new OutcomeUnknown('the connection was lost');
const away = () => new Unavailable('It is being restarted.');

/** A log whose first appends fail with these faults, after they were done where `done` says so. */
async function failing(faults: readonly Error[], done: (call: number) => boolean) {
  const log = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => 1 });
  const pauses: number[] = [];
  let calls = 0;
  const store: EventStore = Object.assign(retrying(log), {
    append: async (...args: Parameters<EventStore['append']>) => {
      const call = calls++;
      const fault = faults[call];
      if (fault === undefined) return log.append(...args);
      if (done(call)) await log.append(...args);
      throw fault;
    },
  });
  const pause = (ms: number) => Promise.resolve(pauses.push(ms));
  const options = { pause, elapsedMs: () => 0 };
  return { log, pauses, calls: () => calls, store: retrying(store, options) };
}

describe('A store that sends appends again', () => {
  it('settles what was done and what was not, and writes it once', async () => {
    for (const done of [() => true, () => false, (call: number) => call === 1]) {
      const { log, store, pauses } = await failing([lost(), away(), lost()], done);
      const appended = await store.append('a', 'none', [event(1), event(2)]);
      expect(appended).toMatchObject({ firstRevision: 0, lastRevision: 1 });
      expect(await wholeLog(log)).toHaveLength(2);
      expect(pauses).toEqual([50, 100, 200]);
      await store.close();
    }
  });

  it('gives up with the last fault when its pauses come to a minute', async () => {
    const faults = Array.from({ length: 100 }, lost);
    const { store, pauses } = await failing(faults, () => false);
    await expect(store.append('a', 'none', [event(1)])).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
    expect(Math.max(...pauses)).toBe(5_000);
    await store.close();
  });

  it('counts what each try takes, so that a stalled disk holds nobody up for long', async () => {
    let elapsed = 0;
    const log = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => 1 });
    const stalled: EventStore = Object.assign(retrying(log), {
      append: () => {
        elapsed += 30_000;
        return Promise.reject(lost());
      },
    });
    const pause = (ms: number) => Promise.resolve((elapsed += ms));
    const store = retrying(stalled, { pause, elapsedMs: () => elapsed });
    await expect(store.append('a', 'none', [event(1)])).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(elapsed).toBeLessThan(100_000);
    await store.close();
  });

  it('keeps to it that an outcome is unknown, whatever later tries answer', async () => {
    const shut = await failing([lost(), ...Array.from({ length: 100 }, away)], () => false);
    await expect(shut.store.append('a', 'none', [event(1)])).rejects.toBeInstanceOf(OutcomeUnknown);
    const full = await failing([lost(), new StoreFull()], () => false);
    await expect(full.store.append('a', 'none', [event(1)])).rejects.toBeInstanceOf(OutcomeUnknown);
    const fullAtOnce = await failing([new StoreFull()], () => false);
    const append = fullAtOnce.store.append('a', 'none', [event(1)]);
    await expect(append).rejects.toBeInstanceOf(StoreFull);
  });

  it('passes on at once what asking again does not change', async () => {
    const failed = await failing([new StoreFailed('fsync')], () => false);
    await expect(failed.store.append('a', 'none', [event(1)])).rejects.toBeInstanceOf(StoreFailed);
    expect(failed.calls()).toBe(1);
    const { store, calls } = await failing([], () => false);
    const late = store.append('a', 5, [event(1)]);
    await expect(late).rejects.toBeInstanceOf(WrongExpectedRevision);
    expect(calls()).toBe(1);
  });

  it('tells of a conflict that it meets when it asks again', async () => {
    const { log, store } = await failing([lost()], () => false);
    const append = store.append('a', 'none', [event(1)]);
    await log.append('a', 'none', [event(2)]);
    await expect(append).rejects.toBeInstanceOf(WrongExpectedRevision);
    await store.close();
  });
});
