/** Responsibility that comes back, worked by hand. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import type { CustodySpell, HeldSpell } from '#pathway';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { custody } from './custody.js';
import { ReturnsTally } from './custody-returns.js';
import { OSLO, WITH_BATON } from './small-pathway.spec.support.js';

/** One spell after the other; a letter for each holder, in capitals where an organisation becomes known. */
function heldBy(holders: string, episode = 1): readonly HeldSpell[] {
  return [...holders].map((letter, index): HeldSpell => {
    const isKnown = letter !== letter.toLowerCase();
    const spell: CustodySpell = {
      ...{ episode, holder: letter.toLowerCase(), from: index, to: index + 1, fact: 'f' },
      basis: isKnown ? 'identified' : 'acceptance',
      ...(isKnown && { organisation: 'o' }),
    };
    return { spell, heldMs: 1, days: 0, idleDays: 0, longestIdleDays: 0 };
  });
}

function returnsOf(...patients: readonly (readonly HeldSpell[])[]) {
  const tally = new ReturnsTally();
  patients.forEach((held, index) => tally.add(`p${index}`, held));
  return tally.counts();
}

describe('Responsibility comes back', () => {
  it('when a holder who had passed it on holds it again', () => {
    expect(returnsOf(heldBy('abc'))).toEqual({ passedBack: 0, pingPongPatients: 0 });
    expect(returnsOf(heldBy('aba'))).toEqual({ passedBack: 1, pingPongPatients: 0 });
    expect(returnsOf(heldBy('abab'), heldBy('abca'))).toEqual({
      ...{ passedBack: 3, pingPongPatients: 1 },
    });
  });

  it('neither in another episode, nor when its organisation becomes known', () => {
    expect(returnsOf([...heldBy('ab'), ...heldBy('ab', 2)])).toMatchObject({ passedBack: 0 });
    expect(returnsOf(heldBy('aAb'))).toMatchObject({ passedBack: 0 });
  });
});

describe('Offers that came back', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
  });
  afterEach(() => log.close());

  it('are listed with who refused them and why, the latest first', async () => {
    await log.publish('test', 1, WITH_BATON);
    const refusedOn = (day: number, reason: string) => [
      ...[fact('Referred', OSLO(1)), fact('Offered', OSLO(2))],
      fact('ResponsibilityRefused', OSLO(day), { data: { reason } }),
    ];
    await log.record('p1', refusedOn(3, 'not ours'));
    await log.record('p2', refusedOn(4, 'full'));
    await log.record('p3', [fact('Referred', OSLO(1)), fact('Offered', OSLO(2))]);
    await log.runner.catchUp();
    const answer = await custody(log.models, { pathway: 'test', asOf: OSLO(20), limit: 1 });
    expect(answer.returnedOfferCount).toBe(2);
    expect(answer.returnedOffers).toEqual([
      {
        ...{ patient: 'p2', episode: 1, handover: 'to-hospital', attempt: 1, from: 'gp' },
        ...{ to: 'hospital', end: 'refused', reason: 'full', offeredAt: OSLO(2) },
        endedAt: OSLO(4),
        offered: { type: 'Offered', occurredAt: OSLO(2), position: expect.any(String) },
      },
    ]);
  });
});
