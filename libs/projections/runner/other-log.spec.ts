/** Read models made from one log never go on with another: a restored backup, a log written anew. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, requireReadable } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { digestOf } from '../testing/digest.spec.support.js';
import { fact, openTestLog, recordMixed, type TestLog } from '../testing/log.spec.support.js';
import { ProjectionRunner } from './projection-runner.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { appendOnce } from '#event-store';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

const DAY_MS = 86_400_000;

describe('The projection runner, before a log that is another one,', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  const recordSome = (events: number) => recordMixed(log, events);

  it.each([1, 40])('starts anew when the log is another one, of %d events', async (events) => {
    await recordSome(20);
    await log.runner.catchUp();
    const other = await openTestLog(ADAPTERS);
    for (let i = 0; i < events; i++)
      await other.record(`q${i}`, [fact('Step1', '2026-01-01T00:00:00Z')]);
    const runner = new ProjectionRunner({ store: other.store, models: log.models });
    expect((await runner.catchUp()).events).toBe(events);
    await other.runner.catchUp();
    expect(await digestOf(log.models)).toBe(await digestOf(other.models));
    await other.close();
  });

  it('starts anew when a backup was restored and then written past where it stands', async () => {
    await recordSome(20);
    await log.runner.catchUp();
    const restored = await openTestLog(ADAPTERS);
    // The first events are the same; the rest went on otherwise.
    const { events: steps } = await log.store.readLog({ limit: 5 });
    for (const { stream, recordedAt, id, type, data, metadata } of requireReadable(steps)) {
      restored.now = recordedAt;
      await appendOnce(restored.store, stream, [{ id, type, data, metadata }]);
    }
    for (let i = 0; i < 30; i++)
      await restored.record(`q${i}`, [fact('Step1', '2026-01-01T00:00:00Z')]);
    const store = withIdentityOf(log.store, restored.store);
    await new ProjectionRunner({ store, models: log.models }).catchUp();
    await new ProjectionRunner({ store, models: restored.models }).catchUp();
    expect(await digestOf(log.models)).toBe(await digestOf(restored.models));
    await restored.close();
  });

  it('starts anew when the same events were recorded again at another time', async () => {
    await recordSome(20);
    await log.runner.catchUp();
    const again = await openTestLog(ADAPTERS);
    const {
      events: [first, ...rest],
    } = await log.store.readLog({ limit: 100 });
    for (const { stream, recordedAt, id, type, data, metadata } of requireReadable([
      first!,
      ...rest,
    ])) {
      again.now = id === first!.id ? recordedAt : recordedAt + DAY_MS;
      await appendOnce(again.store, stream, [{ id, type, data, metadata }]);
    }
    const store = withIdentityOf(log.store, again.store);
    await new ProjectionRunner({ store, models: log.models }).catchUp();
    await new ProjectionRunner({ store, models: again.models }).catchUp();
    expect(await digestOf(log.models)).toBe(await digestOf(again.models));
    await again.close();
  });

  it('starts anew from checkpoints that are not tokens', async () => {
    await recordSome(10);
    await log.runner.catchUp();
    const expected = await digestOf(log.models);
    await log.models.write(async ({ db }) => {
      await db.schema.alterTable('checkpoints').dropColumn('token').execute();
    });
    await log.runner.catchUp();
    expect(await digestOf(log.models)).toBe(expected);
  });
});

/** A log that was restored is the same log as before, whatever was written to it since. */
function withIdentityOf(before: EventStore, restored: EventStore): EventStore {
  return Object.assign(Object.create(restored) as EventStore, {
    identity: () => before.identity(),
  });
}
