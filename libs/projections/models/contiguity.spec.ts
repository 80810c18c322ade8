/** An event that is skipped on its way into the read models stops them. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import type { EventStore, LogEvent, ReadLogOptions } from '#event-store';
import { ALL_MODELS } from './all-models.js';
import { modelTokens } from '../port/checkpoints.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { fact, openTestLog, parkIn, type TestLog } from '../testing/log.spec.support.js';
import { positionOfModels } from '../testing/position.spec.support.js';

const DAY = (n: number): string => `2026-01-0${n}T10:00:00Z`;

describe('The read models, of a log that skips an event,', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    for (const day of [1, 2, 3]) await log.record('p1', [fact('Seen', DAY(day))]);
    await parkIn(log, { type: 'Parked', patient: 'p1' });
    await parkIn(log, { type: 'Retried', patient: 'p1' });
    await log.record('p2', [fact('Seen', DAY(4))]);
  });
  afterEach(() => log.close());

  const skip = (isSkipped: (event: LogEvent) => boolean, batchEvents: number) =>
    new ProjectionRunner({
      store: skipping(log.store, isSkipped),
      models: log.models,
      batchEvents,
    });
  const secondOf = (stream: string) => (event: LogEvent) =>
    event.stream === stream && event.revision === 1;

  it.each([3, 100])('stop there, in batches of %i', async (batchEvents) => {
    const runner = skip(secondOf('patient-p1'), batchEvents);
    const stopped = runner.catchUp();
    await expect(stopped).rejects.toMatchObject({
      ...{ code: 'revision-skipped', revision: 2, expected: 1, stream: 'a patient' },
    });
    await expect(stopped).rejects.not.toThrow(/p1/);
    const [beforeTheGap] = (await log.store.readLog({ limit: 1 })).events;
    expect(await positionOfModels(log.models)).toBe(beforeTheGap?.position);
  });

  it.each([3, 100])('heed all streams, in batches of %i', async (batchEvents) => {
    const first = (event: LogEvent) => event.stream === 'parked-p1' && event.revision === 0;
    await expect(skip(first, batchEvents).catchUp()).rejects.toMatchObject({
      ...{ code: 'revision-skipped', stream: 'parked-p1', expected: 0 },
    });
  });

  it('stop before the first of several', async () => {
    const isSkipped = (event: LogEvent) =>
      secondOf('patient-p1')(event) || secondOf('patient-p0')(event);
    for (const day of [5, 6, 7]) await log.record('p0', [fact('Seen', DAY(day))]);
    await expect(skip(isSkipped, 100).catchUp()).rejects.toMatchObject({ position: '3' });
    expect(await positionOfModels(log.models)).toBe('1');
  });

  it('keep what they had, and go on once it is there', async () => {
    await expect(skip(secondOf('patient-p1'), 2).catchUp()).rejects.toThrow();
    const tokens = await modelTokens(log.models);
    expect(tokens.get('wakeups')).toBe(tokens.get('journeys'));
    await log.runner.catchUp();
    const revisions = await log.models.read(({ db }) =>
      db.selectFrom('wakeups').select(['patient', 'revision']).execute(),
    );
    expect(revisions).toEqual([
      { patient: 'p1', revision: 2 },
      { patient: 'p2', revision: 0 },
    ]);
  });

  it('stay where they are while they follow it, say so, and go on once it is there', async () => {
    const stop = new AbortController();
    const { signal } = stop;
    let isMissing = true;
    const faults: unknown[] = [];
    const isSkipped = (event: LogEvent) => isMissing && secondOf('patient-p1')(event);
    const following = skip(isSkipped, 2).follow({
      ...{ signal, retryMs: 1 },
      onFault: (fault) => {
        faults.push(fault);
        isMissing = faults.length < 3;
      },
      onProgress: ({ position, head }) => position === head && stop.abort(),
    });
    await following;
    expect(faults).toHaveLength(3);
    expect(faults[0]).toMatchObject({ code: 'revision-skipped', expected: 1 });
    expect(await modelTokens(log.models)).toEqual(
      new Map(ALL_MODELS.map(({ name }) => [name, expect.any(String)])),
    );
  });
});

/** The same log without some events. */
function skipping(store: EventStore, isSkipped: (event: LogEvent) => boolean): EventStore {
  return new Proxy(store, {
    get(target, name, self: unknown) {
      if (name !== 'readLog') {
        const found: unknown = Reflect.get(target, name, self);
        return typeof found === 'function' ? (found.bind(target) as unknown) : found;
      }
      return async (options: ReadLogOptions) => {
        const { limit, direction } = options;
        const more = direction === 'backwards' ? 1 : 0;
        const page = await target.readLog({ ...options, limit: limit + more });
        const events = page.events.filter((event) => !isSkipped(event));
        return { ...page, events: events.slice(0, limit) };
      };
    },
  });
}
