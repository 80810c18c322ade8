/** Totals of a migration by who is concerned. */
import { describe, expect, it } from '@jest/globals';
import type { DutyStatus, EpisodeChange, HandoverStatus } from './migration-changes.js';
import { MigrationTotals } from './migration-totals.js';

const duty = (state: string, more: Partial<DutyStatus> = {}): DutyStatus => {
  return { state, owner: 'gp', dueAt: '2026-03-02T00:00:00Z', ...more };
};
const offer = (state: string, more: Partial<HandoverStatus> = {}): HandoverStatus => {
  return { state, to: 'clinic', answerDueAt: null, late: false, ...more };
};

/** Of one episode that changes in this. */
function totalsOf(change: Partial<EpisodeChange>) {
  const totals = new MigrationTotals();
  const status = { stage: 'care', holder: 'gp' };
  totals.add({
    ...{ patient: 'p', episode: 1, milestones: [], deviations: [], duties: [], handovers: [] },
    ...{ before: { ...status, version: 1 }, after: { ...status, version: 2 } },
    ...change,
  });
  return totals.list();
}

const ofDuty = (before: DutyStatus | null, after: DutyStatus | null) =>
  totalsOf({ duties: [{ episode: 1, duty: 'plan', occurrence: '', before, after }] });
const ofOffer = (before: HandoverStatus | null, after: HandoverStatus | null) =>
  totalsOf({ handovers: [{ episode: 1, handover: 'to', occurrence: '', before, after }] });

describe('The totals of a migration', () => {
  it.each([
    ['not-yet-due', 'breached', { inTimeToLate: 1, lateToInTime: 0 }],
    ['met', 'met-late', { inTimeToLate: 1, lateToInTime: 0 }],
    ['breached', 'not-yet-due', { inTimeToLate: 0, lateToInTime: 1 }],
    ['met-late', 'met', { inTimeToLate: 0, lateToInTime: 1 }],
    ['breached', 'exempt', { removed: 1, removedLate: 1, lateToInTime: 0 }],
    ['not-applicable', 'breached', { added: 1, addedLate: 1, inTimeToLate: 0 }],
  ])('count a duty that is %s and would be %s', (before, after, duties) => {
    expect(ofDuty(duty(before), duty(after))).toMatchObject([{ service: 'gp', duties }]);
  });

  it('count a duty that only one of the versions has', () => {
    expect(ofDuty(null, duty('not-yet-due'))).toMatchObject([{ duties: { added: 1 } }]);
    expect(ofDuty(duty('met'), null)).toMatchObject([{ duties: { removed: 1, removedLate: 0 } }]);
  });

  it('count a due time that moves, if nothing else does', () => {
    const later = duty('not-yet-due', { dueAt: '2026-04-02T00:00:00Z' });
    expect(ofDuty(duty('not-yet-due'), later)).toMatchObject([{ duties: { dueMoved: 1 } }]);
    expect(ofDuty(duty('breached'), later)).toMatchObject([{ duties: { dueMoved: 0 } }]);
  });

  it('take it from one owner and give it to the other, also within one service', () => {
    expect(ofDuty(duty('breached'), duty('not-yet-due', { owner: 'physio' }))).toMatchObject([
      { service: 'gp', duties: { removed: 1, removedLate: 1, lateToInTime: 0 } },
      { service: 'physio', duties: { added: 1, addedLate: 0 } },
    ]);
    const [oslo, bergen] = ['oslo', 'bergen'].map((organisation) => duty('met', { organisation }));
    expect(ofDuty(oslo ?? null, bergen ?? null)).toMatchObject([
      { service: 'gp', organisation: 'bergen', duties: { added: 1 } },
      { service: 'gp', organisation: 'oslo', duties: { removed: 1 } },
    ]);
  });

  it('count answers to handovers, those too late among them, by who owes them', () => {
    expect(ofOffer(offer('offered'), offer('silent'))).toMatchObject([
      { service: 'clinic', organisation: null, answers: { inTimeToLate: 1 } },
    ]);
    expect(ofOffer(offer('accepted', { late: true }), offer('accepted'))).toMatchObject([
      { answers: { lateToInTime: 1 }, duties: { lateToInTime: 0 } },
    ]);
    expect(ofOffer(offer('silent'), offer('overtaken'))).toMatchObject([
      { answers: { removed: 1, removedLate: 1 } },
    ]);
  });

  it('count who would hold the patient, and leave out those for whom nothing differs', () => {
    const after = { version: 2, stage: 'care', holder: 'clinic' };
    expect(totalsOf({ after })).toMatchObject([
      { service: 'clinic', patients: { gained: 1, lost: 0 } },
      { service: 'gp', patients: { gained: 0, lost: 1 } },
    ]);
    expect(totalsOf({})).toEqual([]);
    expect(totalsOf({ after: { ...after, holder: null, stage: null } })).toMatchObject([
      { service: 'gp', patients: { gained: 0, lost: 1 } },
    ]);
  });
});
