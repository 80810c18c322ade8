/** Which decisions follow from an assessment, also when knowledge changes. */
import { describe, expect, it } from '@jest/globals';
import type { Assessment } from '../state/assessment.js';
import type { DutyInstance } from '../state/duty-instance.js';
import { decide } from './decide.js';
import { ARMED, DUE, DUTY, EPISODE, NOW, assessed, at, recorded } from './decide.spec.support.js';
import type { Decision } from './decision.js';

function standing(state: DutyInstance['state'] | 'none', met?: string, now = NOW): Assessment {
  if (state === 'none') return assessed({ at: now });
  const done = met !== undefined && { metAt: at(met), metBy: 'urn:x 2' };
  return assessed({ at: now, duties: [{ ...DUTY, state, ...done }] });
}

/** The duty taken away on 10 March. */
function takenAway(state: 'exempt' | 'not-applicable', reason: string): Assessment {
  const ended = { endedAt: at('2026-03-10T10:00:00Z'), endedBy: 'urn:x 3', reason };
  return assessed({ duties: [{ ...DUTY, owner: 'gp', state, open: false, ...ended }] });
}

const types = (decisions: readonly Decision[]) => decisions.map((decision) => decision.type);

const IN_TIME = '2026-04-01T10:00:00Z';
const LATE = '2026-05-01T10:00:00Z';

describe('Deciding on a duty', () => {
  it.each([
    ['not-yet-due', undefined, ['DutyArmed']],
    ['lapsed', undefined, ['DutyArmed']],
    ['breached', undefined, ['DutyArmed', 'DutyBreached']],
    ['met', IN_TIME, ['DutyArmed', 'DutyMet']],
    ['met-late', LATE, ['DutyArmed', 'DutyBreached', 'DutyMet']],
  ] as const)('that is %s for the first time says all that led there', (state, met, expected) => {
    expect(types(decide(standing(state, met), []))).toEqual(expected);
  });

  it('writes what took effect when, who was answerable then, and nothing of the clock', () => {
    const decisions = decide(standing('met-late', LATE), []);
    const common = {
      pathway: 'back',
      version: 3,
      duty: 'plan',
      instance: 1,
      armedBy: 'urn:x 1',
      armedAt: '2026-03-02T09:00:00+01:00',
      dueAt: '2026-04-13T23:59:59.999+02:00',
    };
    const met = { metBy: 'urn:x 2', metAt: '2026-05-01T12:00:00+02:00' };
    expect(decisions).toEqual([
      {
        type: 'DutyArmed',
        key: 'back/plan/DutyArmed/0',
        effectiveAt: ARMED,
        data: { ...common, owner: 'gp' },
      },
      {
        type: 'DutyBreached',
        key: 'back/plan/DutyBreached/1',
        effectiveAt: DUE + 1,
        data: { ...common, owner: 'hospital' },
      },
      {
        type: 'DutyMet',
        key: 'back/plan/DutyMet/2',
        effectiveAt: at(LATE),
        data: { ...common, owner: 'hospital', ...met },
      },
    ]);
    expect(decide(standing('met-late', LATE, NOW + 1), [])).toEqual(decisions);
  });

  it('continues from what was decided before', () => {
    const armed = recorded(decide(standing('not-yet-due'), []));
    expect(types(decide(standing('breached'), armed))).toEqual(['DutyBreached']);
    const breached = [...armed, ...recorded(decide(standing('breached'), armed))];
    expect(types(decide(standing('met-late', LATE), breached))).toEqual(['DutyMet']);
  });

  it('reopens a breach that a late report shows to have been met, and keeps both', () => {
    const breached = recorded(decide(standing('breached'), []));
    const decisions = decide(standing('met', IN_TIME), breached);
    expect(types(decisions)).toEqual(['DutyReopened', 'DutyMet']);
    expect(decisions[0]).toMatchObject({
      key: 'back/plan/DutyReopened/2',
      effectiveAt: DUE + 1,
      data: { reason: 'met-in-time', owner: 'gp' },
    });
  });

  it('reopens what was met when the meeting event is withdrawn', () => {
    const met = recorded(decide(standing('met', IN_TIME), []));
    expect(types(decide(standing('not-yet-due'), met))).toEqual(['DutyReopened']);
    const again = decide(standing('breached'), met);
    expect(types(again)).toEqual(['DutyReopened', 'DutyBreached']);
    expect(again[0]?.data).toMatchObject({ reason: 'not-met' });
  });

  it('voids what no event starts any more, once, and may begin again', () => {
    const breached = recorded(decide(standing('breached'), []));
    const voided = decide(standing('none'), breached);
    expect(voided).toMatchObject([
      { type: 'DutyVoided', key: 'back/plan/DutyVoided/2', data: { reason: 'not-started' } },
    ]);
    const after = [...breached, ...recorded(voided)];
    expect(decide(standing('none'), after)).toEqual([]);
    expect(decide(standing('not-yet-due'), after)[0]?.key).toBe('back/plan/DutyArmed/3');
  });

  it('does not look at the decisions of other pathways', () => {
    const other = recorded(decide(standing('breached'), []), 'hip');
    expect(types(decide(standing('not-yet-due'), other))).toEqual(['DutyArmed']);
    expect(decide(standing('none'), other)).toEqual([]);
  });

  it('takes nothing back because a clock went back', () => {
    const breached = recorded(decide(standing('breached'), []));
    expect(decide(standing('not-yet-due', undefined, DUE), breached)).toEqual([]);
    expect(decide(standing('none', undefined, ARMED - 1), breached)).toEqual([]);
  });
});

describe('Deciding on a duty that was taken away', () => {
  it('says by what, when, and why', () => {
    const decisions = decide(takenAway('exempt', 'patient-declined'), []);
    expect(types(decisions)).toEqual(['DutyArmed', 'DutyExempted']);
    expect(decisions[1]).toEqual({
      type: 'DutyExempted',
      key: 'back/plan/DutyExempted/1',
      effectiveAt: at('2026-03-10T10:00:00Z'),
      data: {
        pathway: 'back',
        version: 3,
        duty: 'plan',
        owner: 'gp',
        instance: 1,
        armedBy: 'urn:x 1',
        armedAt: '2026-03-02T09:00:00+01:00',
        dueAt: '2026-04-13T23:59:59.999+02:00',
        endedBy: 'urn:x 3',
        endedAt: '2026-03-10T11:00:00+01:00',
        reason: 'patient-declined',
      },
    });
    const unneeded = decide(takenAway('not-applicable', 'does-not-apply'), []);
    expect(unneeded[1]).toMatchObject({ type: 'DutyExempted', data: { reason: 'does-not-apply' } });
  });

  it('reopens a breach that a late report shows to have been exempt', () => {
    const breached = recorded(decide(standing('breached'), []));
    const decisions = decide(takenAway('exempt', 'patient-declined'), breached);
    expect(decisions).toMatchObject([
      { type: 'DutyReopened', data: { reason: 'exempt' } },
      { type: 'DutyExempted', data: { reason: 'patient-declined' } },
    ]);
  });

  it('reopens it when it applies again', () => {
    const exempt = recorded(decide(takenAway('exempt', 'patient-declined'), []));
    const decisions = decide(standing('not-yet-due'), exempt);
    expect(decisions).toMatchObject([{ type: 'DutyReopened', data: { reason: 'not-yet-due' } }]);
    expect(decide(standing('not-yet-due'), [...exempt, ...recorded(decisions)])).toEqual([]);
  });
});

describe('Deciding from when something holds', () => {
  const EXEMPTED = at('2026-03-10T10:00:00Z');
  const MOVED = at('2026-03-20T10:00:00Z');

  function moved(more: Partial<DutyInstance> = {}): Assessment {
    return assessed({ duties: [{ ...DUTY, movedAt: MOVED, ...more }] });
  }

  it('has a due time moved from the fact on that moved it', () => {
    const armed = recorded(decide(standing('not-yet-due'), []));
    const decisions = decide(moved({ dueAt: DUE + 86_400_000 }), armed);
    expect(decisions).toMatchObject([{ type: 'DutyArmed', effectiveAt: MOVED }]);
    const log = [...armed, ...recorded(decisions)];
    expect(decide(standing('not-yet-due', undefined, MOVED - 1), log)).toEqual([]);
  });

  it('has a duty apply again from the fact on that said so', () => {
    const exempt = recorded(decide(takenAway('exempt', 'patient-declined'), []));
    const decisions = decide(moved(), exempt);
    expect(decisions).toMatchObject([{ type: 'DutyReopened', effectiveAt: MOVED }]);
    const before = { ...takenAway('exempt', 'patient-declined'), at: EXEMPTED };
    expect(decide(before, [...exempt, ...recorded(decisions)])).toEqual([]);
  });

  it('has a breach by days that were reported later from the report on', () => {
    const reported = moved({ state: 'breached', dueAt: ARMED + 1 });
    expect(decide(reported, []).map(({ effectiveAt }) => effectiveAt)).toEqual([ARMED, MOVED]);
  });

  it('has nothing in effect before the entry or while the episode was closed', () => {
    const gap = { from: EXEMPTED - 1, to: MOVED };
    const episodes = [{ ...EPISODE, enteredAt: ARMED + 5, gaps: [gap] }];
    const decisions = decide({ ...takenAway('exempt', 'patient-declined'), episodes }, []);
    expect(decisions.map(({ effectiveAt }) => effectiveAt)).toEqual([ARMED + 5, MOVED]);
    expect(decisions[1]?.data['endedAt']).toBe('2026-03-10T11:00:00+01:00');
  });
});

describe('Deciding on a duty that was due before it began', () => {
  it('breaches it when it begins', () => {
    const overdue = { ...DUTY, dueAt: ARMED - 5, state: 'breached' as const };
    const decisions = decide(assessed({ duties: [overdue] }), []);
    expect(decisions.map(({ effectiveAt }) => effectiveAt)).toEqual([ARMED, ARMED]);
  });
});

describe('Deciding on a duty whose clock is paused', () => {
  const without = { ...DUTY, paused: true };
  delete (without as { dueAt?: number }).dueAt;
  const paused = assessed({ duties: [without] });

  it('says that there is no due time, and later when it is', () => {
    const armed = recorded(decide(standing('not-yet-due'), []));
    const [moved, ...more] = decide(paused, armed);
    expect(more).toEqual([]);
    expect(moved).toMatchObject({ type: 'DutyArmed', data: { reason: 'due-moved' } });
    expect(moved?.data).not.toHaveProperty('dueAt');
    const log = [...armed, ...recorded(moved === undefined ? [] : [moved])];
    expect(decide(paused, log)).toEqual([]);
    const goesOn = assessed({ duties: [{ ...DUTY, dueAt: DUE + 86_400_000 }] });
    expect(decide(goesOn, log)).toMatchObject([
      { type: 'DutyArmed', data: { reason: 'due-moved', dueAt: '2026-04-14T23:59:59.999+02:00' } },
    ]);
  });

  it('arms it without a due time where it stood from the start', () => {
    expect(decide(paused, []).map(({ data }) => data['dueAt'])).toEqual([undefined]);
  });
});
