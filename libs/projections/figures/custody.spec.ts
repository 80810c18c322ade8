/** Custody of a small pathway: what each figure is, worked out by hand beside it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { custody } from './custody.js';
import { census } from './census.js';
import { DAY, OSLO, WITH_BATON } from './small-pathway.spec.support.js';
import { stalls } from './stalls.js';

const HOUR = 3_600;
const by = (organisation: string) => ({ actor: { organisation } });
const referred = (day = 1) => fact('Referred', OSLO(day));
const offered = (day: number) => fact('Offered', OSLO(day), by('gp'));
const accepted = (day: number, to = 'hospital') =>
  fact('ResponsibilityAccepted', OSLO(day), { ...by(to), data: { to } });
const refused = (day: number, to = 'hospital') =>
  fact('ResponsibilityRefused', OSLO(day), { ...by(to), data: { to } });

describe('Custody', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('test', 1, WITH_BATON);
  });
  afterEach(() => log.close());

  const ask = async (day: number, more: { knownAt?: string; limit?: number } = {}) => {
    await log.runner.catchUp();
    return custody(log.models, { pathway: 'test', asOf: OSLO(day), ...more });
  };
  const of = async (day: number, service: string) =>
    (await ask(day)).services.find((each) => each.service === service)!;

  describe('of two patients, one refused, offered again and accepted late, one not answered', () => {
    beforeEach(async () => {
      // p1 is with the practice for 9 days, then with the hospital. p2 was offered on the 15th:
      // the answer was due at the end of the 18th.
      await log.record('p1', [referred(), offered(2), refused(4), offered(5), accepted(10)]);
      await log.record('p1', [fact('Visited', OSLO(15), by('hospital'))]);
      await log.record('p2', [referred(), offered(15)]);
    });

    it('names their holders, how long they were held, and how custody was taken', async () => {
      // gp: 9 days of p1 (1st to 10th) and 20 of p2 (1st to 21st). hospital: 11 days of p1.
      const { total, services } = await ask(21);
      expect(
        services.map(({ service, patients, heldSeconds }) => [
          service,
          patients,
          heldSeconds / DAY,
        ]),
      ).toEqual([
        ['gp', 1, 29],
        ['hospital', 1, 11],
      ]);
      expect(services.map(({ taken }) => taken)).toEqual([
        { entry: 2, contact: 0, acceptance: 0, deed: 0, within: 0 },
        { entry: 0, contact: 0, acceptance: 1, deed: 0, within: 0 },
      ]);
      expect(total).toMatchObject({ patients: 2, heldSeconds: 40 * DAY });
    });

    it('counts the whole days on which the holder did nothing, whatever others did', async () => {
      // gp with p1: whole days 2 to 9; it offered on the 2nd and the 5th, the hospital's no on the
      // 4th is not its doing: idle on 3, 4, 6, 7, 8, 9. With p2: whole days 2 to 20, offered on the
      // 15th: 18 idle, 13 of them (2 to 14) in a row.
      expect(await of(21, 'gp')).toMatchObject({
        ...{ days: 8 + 19, idleDays: 6 + 18, idleShare: 24 / 27, longestIdleDays: 13 },
      });
      // hospital with p1: whole days 11 to 20, a visit on the 15th; 16 to 20 are five in a row.
      expect(await of(21, 'hospital')).toMatchObject({
        ...{ days: 10, idleDays: 9, idleShare: 0.9, longestIdleDays: 5 },
      });
    });

    it('counts what became of the offers, and time to answer with the open one in it', async () => {
      // 2 days to a no, 5 to a yes, 6 without an answer: S(2 d) = 2/3, S(5 d) = 1/3. Those
      // answered ones alone would give 3 days and a half.
      const { offers, timeToAnswer, offeredSeconds, silentSeconds } = await of(21, 'hospital');
      expect(offers).toEqual({
        ...{ made: 3, open: 1, accepted: 1, refused: 1, withdrawn: 0, overtaken: 0 },
        ...{ silent: 1, fellSilent: 2, late: 1, returned: 1 },
      });
      expect(timeToAnswer).toMatchObject({
        ...{ n: 3, answered: 2, cutOff: 1, medianSeconds: 5 * DAY },
      });
      expect(offeredSeconds).toBe((2 + 5 + 6) * DAY);
      // Overdue from the 9th at 0:00 to the 10th at 10:00, and from the 19th at 0:00 to the 21st at 10:00.
      expect(silentSeconds).toBe((34 + 58) * HOUR);
    });

    it('lists unanswered offers and idle holders, each with the event behind it', async () => {
      const { openOffers, idleSpells, idleSpellCount } = await ask(21);
      expect(openOffers).toEqual([
        {
          ...{ patient: 'p2', episode: 1, handover: 'to-hospital', attempt: 1 },
          ...{ from: 'gp', to: 'hospital', offeredAt: OSLO(15), askedBack: false },
          answerDueAt: '2026-01-18T23:59:59.999+01:00',
          offeredSeconds: 6 * DAY,
          overdueSeconds: 58 * HOUR + 0.001,
          offered: { type: 'Offered', occurredAt: OSLO(15), position: expect.any(String) },
        },
      ]);
      expect(idleSpells).toMatchObject([
        { patient: 'p2', holder: 'gp', since: OSLO(1), taken: 'entry', days: 19, idleDays: 18 },
        { patient: 'p1', holder: 'hospital', taken: 'acceptance', longestIdleDays: 5 },
      ]);
      expect(idleSpells[1]?.by).toMatchObject({ type: 'ResponsibilityAccepted' });
      const one = await ask(21, { limit: 1 });
      expect([one.idleSpells.length, one.idleSpellCount, idleSpellCount]).toEqual([1, 2, 2]);
    });

    it('finds somebody accountable all the time', async () => {
      for (const day of [1, 4, 10, 21])
        expect(await ask(day)).toMatchObject({ withoutHolderSeconds: 0, heldTwiceSeconds: 0 });
    });

    it('describes an earlier instant, with what was known then', async () => {
      const knownAt = new Date(log.now).toISOString();
      log.now += 1000;
      await log.record('p2', [accepted(16)]);
      expect((await ask(21)).total).toMatchObject({ patients: 2, offers: { open: 0 } });
      const then = await ask(21, { knownAt });
      expect(then).toMatchObject({
        knownAt: '2026-01-01T01:00:00+01:00',
        total: { offers: { open: 1, silent: 1 } },
      });
      // Before the due time the offer is open and nobody is silent.
      expect((await ask(18)).total.offers).toMatchObject({ open: 0, silent: 0 });
      expect(await ask(17, { knownAt })).toMatchObject({
        total: { offers: { open: 1, silent: 0 } },
      });
    });
  });

  it('distinguishes withdrawn and overtaken offers from answered ones', async () => {
    await log.record('p1', [
      referred(),
      offered(2),
      fact('OfferWithdrawn', OSLO(3)),
      fact('LetGo', OSLO(5)),
    ]);
    await log.record('p2', [referred(), offered(2), fact('Recovered', OSLO(4))]);
    await log.record('p3', [referred(), offered(2), fact('Died', OSLO(3))]);
    await log.record('p4', [referred(), offered(2), fact('OfferWithdrawn', OSLO(3))]);
    // 3 days, 2 and 1 until they ended; p4's 8 days are still open. None was accepted or refused.
    const { offers, timeToAnswer, offeredSeconds } = await of(10, 'hospital');
    expect(offers).toEqual({
      ...{ made: 4, open: 1, accepted: 0, refused: 0, withdrawn: 1, overtaken: 2 },
      ...{ silent: 1, fellSilent: 1, late: 0, returned: 3 },
    });
    expect(timeToAnswer).toMatchObject({ n: 4, answered: 0, cutOff: 4, medianSeconds: null });
    expect(offeredSeconds).toBe((3 + 2 + 1 + 8) * DAY);
    expect((await ask(10)).openOffers).toMatchObject([
      { patient: 'p4', askedBack: true, answerDueAt: '2026-01-06T23:59:59.999+01:00' },
    ]);
  });

  it('counts an instant once where two services have an offer, and one accepted by another as not returned', async () => {
    await log.publish(
      'test',
      2,
      WITH_BATON.replace('version: 1', 'version: 2').replace(
        'then: remind',
        'then: { offer: clinic }',
      ),
    );
    log.now += 1000;
    // Silent from the 6th at 0:00, when the clinic gets an offer too; it accepts on the 7th at 10:00.
    await log.record('p1', [referred(), offered(2), accepted(7, 'clinic')]);
    const { total, services } = await ask(10);
    expect(
      services.map(
        ({ service, offeredSeconds, offers: { returned, overtaken, accepted: yes } }) => [
          ...[service, offeredSeconds / HOUR, returned, overtaken, yes],
        ],
      ),
    ).toEqual([
      ['clinic', 34, 0, 0, 1],
      ['gp', 0, 0, 0, 0],
      ['hospital', 5 * 24, 0, 1, 0],
    ]);
    expect(total).toMatchObject({ offeredSeconds: 5 * DAY, patients: 1, offers: { made: 2 } });
  });

  it('counts patients with who is accountable, in a stage that belongs to another', async () => {
    await log.record('p1', [referred(), offered(2), fact('Visited', OSLO(3), by('hospital'))]);
    await log.runner.catchUp();
    const query = { pathway: 'test', asOf: OSLO(10), evidence: 1 };
    expect(await census(log.models, query)).toMatchObject({
      ...{ stages: { 'in-care': 1 }, holders: { gp: 1 } },
      evidence: [{ stage: 'in-care', holder: 'gp' }],
    });
    expect((await stalls(log.models, query)).byHolder).toMatchObject([{ holder: 'gp' }]);
  });

  it('is empty before the first event', async () => {
    expect(await ask(10)).toMatchObject({
      ...{ withoutHolderSeconds: 0, services: [], openOffers: [], idleSpells: [] },
      total: { patients: 0, idleShare: null, timeToAnswer: { medianSeconds: null } },
    });
  });
});

describe('Stalls of handovers', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    await log.publish('test', 1, WITH_BATON);
  });
  afterEach(() => log.close());

  const ask = async (day: number) => {
    await log.runner.catchUp();
    const { stalls: rows } = await stalls(log.models, { pathway: 'test', asOf: OSLO(day) });
    return rows.filter(({ kind }) => kind === 'handover');
  };

  it('name the information that the sender owes', async () => {
    // Requested on the 3rd, due at the end of the 4th; the answer to the offer itself by the end of the 5th.
    await log.record('p1', [referred(), offered(2), fact('InformationRequested', OSLO(3))]);
    const question = {
      owed: 'information',
      from: 'gp',
      missing: ['InformationSupplied'],
      ageSeconds: 2 * DAY,
    };
    expect(await ask(5)).toMatchObject([{ ...question, dueAt: '2026-01-04T23:59:59.999+01:00' }]);
    expect((await ask(7)).map(({ owed, from }) => [owed, from])).toEqual([
      ['information', 'gp'],
      ['answer', 'hospital'],
    ]);
    await log.record('p1', [fact('InformationSupplied', OSLO(8))]);
    expect((await ask(9)).map(({ owed }) => owed)).toEqual(['answer']);
  });

  it('name the answer that a sender who withdrew is owed, and who was reminded', async () => {
    await log.record('p1', [referred(), offered(2), fact('OfferWithdrawn', OSLO(4))]);
    expect(await ask(7)).toEqual([]);
    expect(await ask(9)).toMatchObject([
      {
        ...{ owed: 'withdrawal-answer', from: 'hospital', ageSeconds: 5 * DAY },
        missing: ['LetGo', 'ResponsibilityAccepted', 'ResponsibilityRefused'],
        notified: [{ how: 'reminded', service: 'hospital', at: OSLO(8, '00:00:00') }],
      },
    ]);
  });

  it('name the second service if that does not answer', async () => {
    await log.publish(
      'test',
      2,
      WITH_BATON.replace('version: 1', 'version: 2').replace(
        'then: return-to-sender',
        'then: { offer: clinic }',
      ),
    );
    log.now += 1000;
    await log.record('p1', [referred(), offered(2), refused(3)]);
    expect(await ask(9)).toMatchObject([
      { handover: 'to-hospital', attempt: 2, owed: 'answer', from: 'clinic' },
    ]);
  });
});
