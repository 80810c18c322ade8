/**
 * The projection runner on a database and a log as they are beyond one machine: answers come
 * late and are lost, and what nobody needs any more is gone from the log.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { timeOrderedId, type EventStore, type ReadLogOptions } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { AwkwardReadModels } from '../contract/index.js';
import type { ReadModels } from '../port/read-models.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { digestOf } from '../testing/digest.spec.support.js';
import { openTestLog, recordMixed, type TestLog } from '../testing/log.spec.support.js';
import { ALL_MODELS } from '../models/all-models.js';
import { ProjectionRunner } from './projection-runner.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('The projection runner, far from its database,', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  async function onNewModels<T>(use: (models: ReadModels) => Promise<T>): Promise<T> {
    const models = await openReadModels({ file: ':memory:', access: 'write' });
    try {
      return await use(models);
    } finally {
      await models.close();
    }
  }

  it('folds each event once, whichever commits are not answered', async () => {
    await recordMixed(log, 40);
    await log.runner.catchUp();
    const expected = await digestOf(log.models);
    const fates = fc.array(fc.constantFrom('kept', 'undone', undefined), { maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(fates, fc.integer({ min: 1, max: 50 }), async (lost, batchEvents) =>
        onNewModels(async (models) => {
          const awkward = new AwkwardReadModels(models, () => 1);
          const remaining = [...lost];
          const losing: ReadModels = Object.assign(Object.create(awkward) as ReadModels, {
            write: (work: Parameters<ReadModels['write']>[0]) => {
              const next = remaining.shift();
              if (next !== undefined) awkward.loseNextCommit(next);
              return awkward.write(work);
            },
          });
          const runner = new ProjectionRunner({ store: log.store, models: losing, batchEvents });
          await runner.catchUp();
          expect(await digestOf(models)).toBe(expected);
        }),
      ),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 25) / 15) },
    );
  });

  it('goes on following after a commit that is not answered', async () => {
    const awkward = new AwkwardReadModels(log.models, () => 2);
    const stop = new AbortController();
    let at: string | undefined;
    let moved = (): void => undefined;
    const following = new ProjectionRunner({ store: log.store, models: awkward }).follow({
      signal: stop.signal,
      onProgress: ({ position }) => {
        at = position;
        moved();
      },
    });
    for (const fate of ['kept', 'undone'] as const) {
      await recordMixed(log, 3);
      const head = await log.store.head();
      while (at !== head) await new Promise<void>((resolve) => (moved = resolve));
      awkward.loseNextCommit(fate);
    }
    await recordMixed(log, 3);
    const head = await log.store.head();
    while (at !== head) await new Promise<void>((resolve) => (moved = resolve));
    stop.abort();
    await following;
    await onNewModels(async (models) => {
      await new ProjectionRunner({ store: log.store, models }).catchUp();
      expect(await digestOf(log.models)).toBe(await digestOf(models));
    });
  });

  it('reads no log while a transaction is open', async () => {
    await recordMixed(log, 10);
    let open = 0;
    const seen: number[] = [];
    const models: ReadModels = Object.assign(Object.create(log.models) as ReadModels, {
      write: async (work: Parameters<ReadModels['write']>[0]) => {
        open += 1;
        return log.models.write(work).finally(() => (open -= 1));
      },
    });
    const watched = <T>(answer: Promise<T>): Promise<T> => {
      seen.push(open);
      return answer;
    };
    const store: EventStore = Object.assign(Object.create(log.store) as EventStore, {
      identity: () => watched(log.store.identity()),
      head: () => watched(log.store.head()),
      readLog: (options: ReadLogOptions) => watched(log.store.readLog(options)),
    });
    const behind = ALL_MODELS.filter(({ name }) => name !== 'types');
    for (const definitions of [behind, ALL_MODELS])
      await new ProjectionRunner({ store, models, definitions }).catchUp();
    expect(seen.length).toBeGreaterThan(5);
    expect(Math.max(...seen)).toBe(0);
  });

  it('gives the same models whether events that concern no model are still in the log or not', async () => {
    await recordMixed(log, 12);
    const noise = { id: timeOrderedId(log.now, 'noise'), type: 'Noted.v1', data: {}, metadata: {} };
    const { position: gone } = await log.store.append('notes', 'none', [noise]);
    await recordMixed(log, 12);
    await log.runner.catchUp();
    const scavenged: EventStore = Object.assign(Object.create(log.store) as EventStore, {
      readLog: async (options: ReadLogOptions) => {
        const { events, end } = await log.store.readLog(options);
        return { events: events.filter(({ position }) => position !== gone), end };
      },
    });
    await onNewModels(async (models) => {
      await new ProjectionRunner({ store: scavenged, models }).catchUp();
      // Which streams there are, and how long, is all that may differ.
      expect(await digestOf(models, 'streams')).toBe(await digestOf(log.models, 'streams'));
    });
  });
});
