/** Figures from what is held in memory are those of a replay, whatever was recorded meanwhile. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedFact } from '#care-event';
import { histories, instants } from '#pathway/testing';
import { openSqliteEventStore } from '#event-store/sqlite';
import { census, type CensusQuery } from '../figures/census.js';
import { coverage } from '../figures/coverage.js';
import { custody } from '../figures/custody.js';
import { deviations } from '../figures/deviations.js';
import { due } from '../figures/due.js';
import { duties } from '../figures/duties.js';
import { feeds } from '../figures/feeds.js';
import { flow } from '../figures/flow.js';
import { journeys } from '../figures/journeys.js';
import { measures } from '../figures/measures.js';
import { outcomes } from '../figures/outcomes.js';
import { queues } from '../figures/queues.js';
import { returnToWork } from '../figures/return-to-work.js';
import { stalls } from '../figures/stalls.js';
import { trend } from '../figures/trend.js';
import { variation } from '../figures/variation.js';
import { waits } from '../figures/waits.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import type { FigureModels } from './each-journey.js';
import { FigureCache } from './figure-cache.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

const SERVICES = 'services: { gp: { level: municipal }, ward: { level: specialist } }';
const WHOLE = `
pathway: p
version: 1
zone: Europe/Oslo
${SERVICES}
events: { A: {}, B: {}, C: {}, D: {}, E: {}, F: {} }
entry: { events: [A, D], unfiltered: Made up }
closes: [B]
stages:
  - { id: first, holder: gp, expected-p90: 1 days }
  - { id: second, holder: ward, opens: C }
duties:
  - { id: answer, from: A, until: C, within: 1 days, owner: ward, exempt: [{ on: E, code: declined }] }
queues: [{ id: line, joins: A, served: C, leaves: E }]
guards: [{ id: early, on: C, requires: D }]
measures:
  waits: [{ id: first-answer, from: A, to: C, standard: { within: 1 days, share: 90 % } }]
`;
const EPISODES = `${WHOLE}
looks-back: 2 days
episodes: { reopens-within: 1 day, out-of-sight: { after: 3 days } }
`;
const KEYED = `${WHOLE}
looks-back: 1 month
episodes: { key: ref, keyless: { every: [F] }, out-of-sight: { after: 2 weeks } }
`;

/** The read models with what is held of them beside. */
function holding(log: TestLog, cache: FigureCache): FigureModels {
  const { models } = log;
  return {
    access: models.access,
    read: (work, options) => models.read(work, options),
    write: (work) => models.write(work),
    close: () => models.close(),
    cache,
  };
}

async function figures(models: FigureModels, asOf: number): Promise<readonly object[]> {
  const query = { pathway: 'p', asOf: new Date(asOf).toISOString() };
  const spell = { ...query, from: ['A'], evidence: 3 };
  const causes = [
    { label: 'c', types: ['C'] },
    { label: 'b', types: ['B', 'E'] },
  ];
  return [
    await flow(models, query),
    await census(models, { ...query, evidence: 2 }),
    await stalls(models, { ...query, limit: 4 }),
    await waits(models, { ...spell, to: ['C', 'B'], within: '1 days' }),
    await waits(models, { ...spell, from: ['@start'], to: ['B'], censor: 'last-event' }),
    await outcomes(models, { ...spell, causes, at: ['1 days'] }),
    ...(await selected(models, query)),
    ...(await ofWhatIsOwed(models, query)),
  ];
}

/** Also of groups, and the lists with the events behind them. */
async function ofWhatIsOwed(models: FigureModels, query: CensusQuery): Promise<readonly object[]> {
  const grouped = { ...query, groupBy: 'organisation' };
  return [
    await duties(models, { ...query, evidence: 3 }),
    await due(models, { ...grouped, within: '2 days', limit: 2 }),
    await measures(models, { ...grouped, evidence: 3 }),
    await coverage(models, { ...query, evidence: 3 }),
    await deviations(models, { ...grouped, evidence: 3 }),
    await queues(models, { ...query, limit: 3 }),
    await feeds(models, query),
    await returnToWork(models, grouped),
    await journeys(models, { ...query, state: 'all', sort: 'last-event', limit: 2 }),
    await journeys(models, { ...query, without: ['E'], silentOver: '1 days' }),
    await custody(models, { ...grouped, limit: 3 }),
  ];
}

/** Of groups and of some patients, for whom the episodes have to be looked up. */
async function selected(models: FigureModels, query: CensusQuery): Promise<readonly object[]> {
  const where = [{ dimension: 'attribute:kind', value: 'unknown' }];
  const wait = { ...query, from: ['A'], to: ['@end'] };
  return [
    await flow(models, { ...query, groupBy: 'service' }),
    await census(models, { ...query, groupBy: 'service' }),
    await stalls(models, { ...query, groupBy: 'municipality', where }),
    await waits(models, wait),
    await waits(models, { ...wait, to: ['B'], where, evidence: 3 }),
    await trend(models, { ...wait, groupBy: 'age-group' }),
    await variation(models, { ...wait, within: '2 days', groupBy: 'version' }),
  ];
}

/** Somebody's facts, reported one after the other, and an instant asked about in between. */
const reports = fc.array(
  fc.record({ patient: fc.constantFrom('p1', 'p2', 'p3'), facts: histories, asOf: instants }),
  { minLength: 2, maxLength: 4 },
);

/** Of one id a log holds one content. Some corrections are of what was reported before. */
function newIn(facts: readonly RecordedFact[], turn: number): readonly RecordedFact[] {
  const byId = new Map(facts.map((each) => [`${each.source} ${each.id}`, each]));
  return [...byId.values()].map(({ correctionOf, ...each }, n) => {
    const of = correctionOf?.replace(/(\d)$/, `${n % 2 === 0 ? turn : 0}-$1`);
    return { ...each, id: `${turn}-${each.id}`, ...(of !== undefined && { correctionOf: of }) };
  });
}

describe.each([
  ['without episodes', WHOLE],
  ['with episodes that end by themselves', EPISODES],
  ['with episodes side by side', KEYED],
])('Journeys held of a pathway %s', (_name, definition) => {
  it('give the figures of a replay, as of now and earlier, after late reports and corrections', async () => {
    await fc.assert(
      fc.asyncProperty(reports, fc.array(instants, { maxLength: 4 }), async (all, past) => {
        const log = await openTestLog(ADAPTERS);
        const held = holding(log, new FigureCache(2 ** 24));
        try {
          log.now = Date.parse('2026-03-14T00:00:00Z');
          await log.publish('p', 1, definition);
          for (const [turn, { patient, facts, asOf }] of all.entries()) {
            log.now += 3 * 86_400_000;
            if (facts.length === 0) continue;
            await log.record(patient, newIn(facts, turn));
            await log.runner.catchUp();
            for (const at of [asOf, log.now, ...past, log.now + 40 * 86_400_000, log.now])
              expect(await figures(held, at)).toEqual(await figures(log.models, at));
          }
        } finally {
          await log.close();
        }
      }),
      { numRuns: Math.max(2, Math.ceil((fc.readConfigureGlobal().numRuns ?? 25) / 40)) },
    );
  });
});

describe('What is held', () => {
  it('is brought up to date by who was touched since, and is not read again otherwise', async () => {
    const log = await openTestLog(ADAPTERS);
    const cache = new FigureCache(2 ** 24);
    const held = holding(log, cache);
    await log.publish('p', 1, WHOLE);
    for (let n = 0; n < 20; n += 1)
      await log.record(`p${n}`, [fact('A', '2026-01-01T10:00:00Z', { pathway: 'p' })]);
    await log.runner.catchUp();
    const steps = async () => (await flow(held, { pathway: 'p' })).steps;
    expect(await steps()).toBe(0);
    await log.record('p7', [fact('C', '2026-01-02T10:00:00Z', { pathway: 'p' })]);
    await log.runner.catchUp();
    expect(await steps()).toBe(1);
    expect(cache.loads).toEqual({ whole: 1, renewed: 1 });
    expect(await steps()).toBe(1);
    expect(cache.loads).toEqual({ whole: 1, renewed: 1 });
    await log.close();
  });

  it('is nothing where it does not fit: the answer is the same', async () => {
    const log = await openTestLog(ADAPTERS);
    const cache = new FigureCache(1_000);
    await log.publish('p', 1, WHOLE);
    await log.record('p1', [fact('A', '2026-01-01T10:00:00Z', { pathway: 'p' })]);
    await log.runner.catchUp();
    expect(await flow(holding(log, cache), { pathway: 'p' })).toMatchObject({ cases: 1 });
    expect(cache.bytes).toBe(0);
    await log.close();
  });

  it('of another pathway makes room', async () => {
    const log = await openTestLog(ADAPTERS);
    await log.publish('p', 1, WHOLE);
    await log.publish('q', 1, WHOLE.replace('pathway: p', 'pathway: q'));
    await log.record('p1', [fact('A', '2026-01-01T10:00:00Z', { pathway: 'p' })]);
    await log.record('p2', [fact('A', '2026-01-01T10:00:00Z', { pathway: 'q' })]);
    await log.runner.catchUp();
    const one = new FigureCache(2 ** 24);
    await flow(holding(log, one), { pathway: 'p' });
    const cache = new FigureCache(one.bytes * 1.5);
    const held = holding(log, cache);
    for (const pathway of ['p', 'q', 'p'])
      expect(await flow(held, { pathway })).toMatchObject({ cases: 1 });
    expect(cache.loads).toEqual({ whole: 3, renewed: 0 });
    expect(cache.bytes).toBe(one.bytes);
    await log.close();
  });
});
