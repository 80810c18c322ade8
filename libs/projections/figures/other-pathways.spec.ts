/** What other pathways and older versions have to do with a pathway's figures. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import type { CareEvent } from '#care-event';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { census } from './census.js';
import { DEFINITION, OSLO } from './small-pathway.spec.support.js';
import { stalls } from './stalls.js';
import { waits } from './waits.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { ProjectionRunner } from '../runner/projection-runner.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };
const ENTERED = DEFINITION.replace('entry: any', 'entry: { events: Referred }');

/** A fact that is addressed to no pathway. */
function unaddressed({ pathway, ...fact }: CareEvent): CareEvent {
  expect(pathway).toBe('test');
  return fact;
}

describe('Figures', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  /** The same query to models that grew event by event and to rebuilt ones. */
  async function liveAndRebuilt<T>(ask: (models: TestLog['models']) => Promise<T>) {
    await log.runner.catchUp();
    const models = await openReadModels({ file: ':memory:', access: 'write' });
    try {
      await new ProjectionRunner({ store: log.store, models }).catchUp();
      return [await ask(log.models), await ask(models)];
    } finally {
      await models.close();
    }
  }

  it('use the version in force when an entry was first reported, to whatever pathway', async () => {
    await log.publish('test', 1, ENTERED);
    await log.runner.catchUp();
    const first = fact('Referred', OSLO(1), { id: 'first', pathway: 'other' });
    log.now += 1000;
    await log.record('p1', [first]);
    await log.runner.catchUp();
    log.now += 1000;
    await log.publish(
      'test',
      2,
      ENTERED.replace('version: 1', 'version: 2').replace('7 d', '30 d'),
    );
    await log.runner.catchUp();
    log.now += 1000;
    await log.record('p1', [
      unaddressed(fact('Referred', OSLO(1), { id: 'again', correctionOf: 'first' })),
    ]);
    const query = { pathway: 'test', asOf: OSLO(20) };
    const duties = await liveAndRebuilt(async (models) => (await stalls(models, query)).duties);
    expect(duties).toEqual([1, 1]);
  });

  it('let only the last of two corrections stand, wherever the corrected one was addressed', async () => {
    await log.publish('test', 1, ENTERED);
    const steps = [
      fact('Seen', OSLO(2), { id: 'seen', pathway: 'other' }),
      fact('Seen', OSLO(3), { id: 'first', correctionOf: 'seen', issuedAt: OSLO(6) }),
      fact('Seen', OSLO(5), { id: 'last', correctionOf: 'seen', issuedAt: OSLO(7) }),
      fact('Referred', OSLO(1)),
    ];
    for (const step of steps) {
      log.now += 1000;
      await log.record('p1', [step]);
      await log.runner.catchUp();
    }
    const question = { pathway: 'test', from: ['Referred'], to: ['Seen'], evidence: 1 };
    const exits = await liveAndRebuilt(async (models) => {
      return (await waits(models, question)).evidence![0]!.exit!.occurredAt;
    });
    expect(exits).toEqual([OSLO(5), OSLO(5)]);
  });

  it('know a type that only an older version declares, of this pathway or another', async () => {
    const other = DEFINITION.replace('pathway: test', 'pathway: other');
    await log.publish('test', 1, DEFINITION.replace('  Died: {}', '  Died: {}\n  Old: {}'));
    await log.publish('other', 1, other.replace('  Died: {}', '  Died: {}\n  Older: {}'));
    log.now += 1000;
    await log.publish('test', 2, DEFINITION.replace('version: 1', 'version: 2'));
    await log.publish('other', 2, other.replace('version: 1', 'version: 2'));
    await log.runner.catchUp();
    const query = { pathway: 'test', asOf: OSLO(9), from: ['Referred'] };
    for (const to of ['Old', 'Older'])
      expect(await waits(log.models, { ...query, to: [to] })).toMatchObject({ n: 0 });
    await log.record('p1', [
      fact('Old', OSLO(1)),
      unaddressed(fact('Older', OSLO(2))),
      fact('Lunch', OSLO(3)),
    ]);
    await log.runner.catchUp();
    const { unknownTypes } = await census(log.models, query);
    expect(unknownTypes.map(({ type }) => type)).toEqual(['Lunch.v1']);
  });
});
