/** Which decisions follow from an assessment, also when knowledge changes. */
import { describe, expect, it } from '@jest/globals';
import type { Assessment, DutyInstance } from './assessment.js';
import { decide } from './decide.js';
import type { Decision, RecordedDecision } from './decision.js';

const at = (text: string): number => Date.parse(text);
const ARMED = at('2026-03-02T08:00:00Z');
const DUE = at('2026-04-13T21:59:59.999Z');
const NOW = at('2026-06-01T00:00:00Z');

const SPELLS = [
  { stage: 'first', holder: 'gp', from: ARMED, to: at('2026-03-20T00:00:00Z') },
  { stage: 'clinic', holder: 'hospital', from: at('2026-03-20T00:00:00Z') },
];

function standing(state: DutyInstance['state'] | 'none', met?: string, now = NOW): Assessment {
  const duty: DutyInstance = {
    duty: 'plan',
    owner: 'hospital',
    ownedByHolder: true,
    state: state === 'none' ? 'lapsed' : state,
    open: true,
    armedAt: ARMED,
    armedBy: 'urn:x 1',
    dueAt: DUE,
    awaits: ['RehabPlanAgreed'],
    ...(met !== undefined && { metAt: at(met), metBy: 'urn:x 2' }),
  };
  return {
    pathway: 'back',
    version: 3,
    zone: 'Europe/Oslo',
    at: now,
    state: 'open',
    stages: SPELLS,
    milestones: [],
    duties: state === 'none' ? [] : [duty],
    deviations: [],
  };
}

function recorded(decisions: readonly Decision[], pathway = 'back'): RecordedDecision[] {
  return decisions.map((one) => ({ ...one, pathway, duty: 'plan', recordedAt: 0 }));
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

  it('goes on from what was decided before', () => {
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
