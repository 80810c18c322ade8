/** Figures of a pathway with episodes: each episode is a journey of its own. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { census } from './census.js';
import { flow } from './flow.js';
import { outcomes } from './outcomes.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';
import { waits, type WaitsQuery } from './waits.js';
import { openReadModels } from '../sqlite/open-read-models.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

const ENTERED = DEFINITION.replace('entry: any', 'entry: { events: Referred }');
const EPISODES = `${ENTERED}
episodes: { reopens-within: 1 day }
looks-back: 3 days
`;

describe('Figures of a pathway with episodes', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  async function waitsFor(query: Partial<WaitsQuery> = {}) {
    await log.runner.catchUp();
    return waits(log.models, {
      pathway: 'test',
      from: ['Referred'],
      to: ['Seen'],
      evidence: 100,
      ...query,
    });
  }

  const spells = async (query: Partial<WaitsQuery> = {}) =>
    (await waitsFor(query)).evidence!.map(({ patient, episode, exit, seconds }) => [
      patient,
      episode,
      exit?.type,
      seconds / DAY,
    ]);

  const TWICE = [
    fact('Referred', OSLO(1)),
    fact('Seen', OSLO(2)),
    fact('Treated', OSLO(4)),
    fact('Referred', OSLO(10)),
  ];

  it('count the wait that is open in a second episode', async () => {
    await log.publish('test', 1, EPISODES);
    await log.record('p1', TWICE);
    const answer = await waitsFor({ asOf: OSLO(30), within: '7 days' });
    expect(answer).toMatchObject({ n: 2, events: 1, censored: 1, perEpisode: true });
    expect(answer.within).toMatchObject({ met: 1, late: 0, never: 1, notYetDue: 0 });
    expect(await spells({ asOf: OSLO(30) })).toEqual([
      ['p1', 1, 'Seen', 1],
      ['p1', 2, undefined, 20],
    ]);
    expect(await spells({ asOf: OSLO(30), from: ['@start'] })).toEqual(
      await spells({ asOf: OSLO(30) }),
    );
  });

  it('end no wait of an episode with an event of the next one', async () => {
    await log.publish('test', 1, EPISODES);
    await log.record('p1', [
      fact('Referred', OSLO(1)),
      fact('Treated', OSLO(9)),
      fact('Referred', OSLO(20)),
      fact('Seen', OSLO(23)),
    ]);
    const cut = [
      ['p1', 1, undefined, 8],
      ['p1', 2, 'Seen', 3],
    ];
    for (const censor of ['as-of', 'last-event'] as const)
      expect(await spells({ asOf: OSLO(30), censor })).toEqual(cut);
    expect(await spells()).toEqual(cut);
    // The limit of seven days had passed when the episode was closed; one of ten had not.
    const within = async (limit: string) => (await waitsFor({ within: limit })).within;
    expect(await within('7 days')).toMatchObject({ met: 1, late: 0, never: 1, notYetDue: 0 });
    expect(await within('10 days')).toMatchObject({ met: 1, late: 0, never: 0, notYetDue: 1 });
  });

  it('give events between two episodes to the one that looks back to them', async () => {
    await log.publish('test', 1, EPISODES);
    await log.record('p1', [
      fact('Booked', OSLO(1)),
      fact('Booked', OSLO(8)),
      fact('Referred', OSLO(10)),
      fact('Treated', OSLO(12)),
      fact('Booked', OSLO(15)),
      fact('Booked', OSLO(19)),
      fact('Referred', OSLO(20)),
      fact('Seen', OSLO(21)),
    ]);
    expect(await spells({ from: ['Booked'] })).toEqual([
      ['p1', 1, undefined, 4],
      ['p1', 2, 'Seen', 2],
    ]);
    expect(await spells({ from: ['@start'] })).toEqual([
      ['p1', 1, undefined, 2],
      ['p1', 2, 'Seen', 1],
    ]);
    const { cases, steps, edges } = await flow(log.models, { pathway: 'test' });
    expect([cases, steps]).toEqual([2, 4]);
    expect(edges.map(({ from, to, n }) => `${from} ${to} ${n}`)).toEqual([
      'Booked Referred 2',
      'Referred Seen 1',
      'Referred Treated 1',
    ]);
  });

  it('go on where an episode is taken up again', async () => {
    await log.publish('test', 1, EPISODES);
    await log.record('p1', [
      fact('Referred', OSLO(1)),
      fact('Treated', OSLO(4)),
      fact('Referred', OSLO(5)),
      fact('Seen', OSLO(6)),
    ]);
    expect(await spells()).toEqual([['p1', 1, 'Seen', 5]]);
  });

  it('take what is known only to the day for in time, before an entry and after a close', async () => {
    await log.publish('test', 1, EPISODES.replace('looks-back: 3 days\n', ''));
    await log.record('p1', [
      fact('Referred', OSLO(1)),
      fact('Treated', '2026-01-04'),
      fact('Seen', OSLO(4)),
      fact('Seen', '2026-01-10'),
      fact('Referred', OSLO(10)),
    ]);
    expect(await spells()).toEqual([
      ['p1', 1, 'Seen', 3],
      ['p1', 2, 'Seen', 0],
    ]);
  });

  it('share outcomes among episodes, and count who is open by the latest', async () => {
    await log.publish('test', 1, EPISODES);
    await log.record('p1', TWICE);
    await log.record('p2', [fact('Referred', OSLO(1)), fact('Died', OSLO(3))]);
    await log.runner.catchUp();
    const asOf = OSLO(30);
    const shared = await outcomes(log.models, {
      pathway: 'test',
      asOf,
      from: ['@start'],
      causes: [
        { label: 'treated', types: ['Treated'] },
        { label: 'died', types: ['Died'] },
      ],
      at: ['4 weeks'],
    });
    expect(shared).toMatchObject({ n: 3, counts: { treated: 1, died: 1 }, perEpisode: true });
    const counted = await census(log.models, { pathway: 'test', asOf, evidence: 9 });
    expect(counted).toMatchObject({ started: 3, open: 1, closed: 2, eventsSeen: 6 });
    expect(counted).toMatchObject({ perEpisode: true, ageSeconds: { median: 20 * DAY } });
    expect(counted.evidence).toMatchObject([{ patient: 'p1', episode: 2, ageSeconds: 20 * DAY }]);
  });

  it('leave an episode of a version without the rule uncut, until the next one begins', async () => {
    await log.publish('test', 1, ENTERED);
    await log.record('p1', [
      fact('Referred', OSLO(1)),
      fact('Treated', OSLO(2)),
      fact('Seen', OSLO(3)),
    ]);
    expect(await spells()).toEqual([['p1', undefined, 'Seen', 2]]);
    expect(await waitsFor()).not.toHaveProperty('perEpisode');
    log.now += 1000;
    await log.publish('test', 2, EPISODES.replace('version: 1', 'version: 2'));
    expect(await spells()).toEqual([['p1', 1, 'Seen', 2]]);
    log.now += 1000;
    await log.record('p1', [fact('Referred', OSLO(20))]);
    expect(await spells({ asOf: OSLO(30) })).toEqual([
      ['p1', 1, 'Seen', 2],
      ['p1', 2, undefined, 10],
    ]);
  });
});
