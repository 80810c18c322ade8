/** Custody of a pathway with scopes, worked out by hand: each is counted by itself and nothing counts twice. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { custody } from './custody.js';
import { DAY, OSLO, WITH_BATON } from './small-pathway.spec.support.js';

const EVENTS = ['Started', 'Stopped', 'DailyOffered', 'DailyAccepted', 'DailyRefused'];
const DECLARED = WITH_BATON.replace(
  'events:',
  ['events:', ...EVENTS.map((type) => `  ${type}: {}`)].join('\n'),
);
const WITH_SCOPES = `${DECLARED}
  - id: daily-on
    scope: daily
    when: DailyOffered
    from: holder
    to: clinic
    answer-within: 3 days
    accepted: { by: DailyAccepted }
    refused: { by: DailyRefused, then: return-to-sender }
    silent: { then: remind }
scopes:
  - { id: daily, holder: gp, begins: Started, ends: Stopped }
  - { id: medicines, holder: gp }
`;
const story = (...days: readonly (readonly [string, number])[]) =>
  days.map(([type, day]) => fact(type, OSLO(day)));

async function openReported(yaml: string): Promise<TestLog> {
  const log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
  await log.publish('test', 1, yaml);
  // p1: the hospital has the patient from the 4th; daily life is the practice's from the 2nd and
  // the clinic's from the 5th. p2: refused on the 6th, offered again on the 8th and not answered.
  await log.record('p1', [
    ...story(['Referred', 1], ['Started', 2], ['Offered', 3], ['DailyOffered', 3]),
    fact('ResponsibilityAccepted', OSLO(4), { data: { to: 'hospital' } }),
    ...story(['DailyAccepted', 5]),
  ]);
  await log.record(
    'p2',
    story(['Referred', 1], ['Started', 2], ['DailyOffered', 4], ['DailyRefused', 6]),
  );
  await log.record('p2', story(['DailyOffered', 8]));
  // p3: daily life has ended. p4: it never began.
  await log.record('p3', story(['Referred', 1], ['Started', 2], ['Stopped', 5]));
  await log.record('p4', story(['Referred', 1], ['Stopped', 3]));
  await log.runner.catchUp();
  return log;
}

const ask = ({ models }: TestLog) => custody(models, { pathway: 'test', asOf: OSLO(14) });

describe('Custody of scopes', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openReported(WITH_SCOPES);
  });
  afterEach(() => log.close());

  it('says of each who holds how many and for how long', async () => {
    const { scopes = [] } = await ask(log);
    expect(
      scopes.map(({ scope, total, services }) => [
        scope,
        total.patients,
        services.map((each) => [each.service, each.patients, each.heldSeconds / DAY]),
      ]),
    ).toEqual([
      // gp: p1 from the 2nd to the 5th, p2 from the 2nd to the 14th, p3 from the 2nd to the 5th.
      [
        'daily',
        2,
        [
          ['gp', 1, 3 + 12 + 3],
          ['clinic', 1, 9],
        ],
      ],
      ['medicines', 4, [['gp', 4, 4 * 13]]],
    ]);
    expect(scopes.map(({ total: { taken } }) => [taken.begun ?? 0, taken.entry])).toEqual([
      [3, 0],
      [0, 4],
    ]);
  });

  it('says of each what became of its offers, and that it was never without a holder', async () => {
    const { scopes = [], total } = await ask(log);
    expect(scopes[0]?.total.offers).toMatchObject({
      ...{ made: 3, open: 1, accepted: 1, refused: 1, silent: 1, returned: 1 },
    });
    expect(scopes[1]?.total.offers.made).toBe(0);
    expect(total.offers).toMatchObject({ made: 1, accepted: 1 });
    for (const scope of scopes)
      expect(scope).toMatchObject({ withoutHolderSeconds: 0, heldTwiceSeconds: 0 });
  });

  it('lists its unanswered offers and idle holders with the others, by its name', async () => {
    const { openOffers, idleSpells, idleSpellCount } = await ask(log);
    expect(openOffers).toMatchObject([
      { patient: 'p2', scope: 'daily', handover: 'daily-on', from: 'gp', to: 'clinic' },
    ]);
    const named = idleSpells.map(({ patient, scope }) => `${patient} ${scope ?? 'own'}`);
    expect(named).toContain('p1 daily');
    expect(named).toContain('p1 own');
    expect(new Set(named).size).toBe(named.length);
    expect(idleSpellCount).toBe(named.length);
  });

  it('leaves all that is said of the patient as it would be without scopes', async () => {
    const plain = await openReported(DECLARED);
    const { total, services, openOffers, ...without } = await ask(plain);
    await plain.close();
    expect(without).not.toHaveProperty('scopes');
    expect(openOffers).toEqual([]);
    expect(await ask(log)).toMatchObject({ total, services });
  });
});
