/** Decisions that somebody is warned before a duty is due, or notified once it is overdue: once for each due time. */
import { describe, expect, it } from '@jest/globals';
import type { DutyInstance } from '../state/duty-instance.js';
import { decide } from './decide.js';
import { assessed, at, DUE, DUTY, recorded } from './decide.spec.support.js';

const NEAR = at('2026-03-30T22:00:00Z');
const WARNED: DutyInstance = { ...DUTY, warnings: [{ to: 'coordinator', at: NEAR }] };

const on = (duty: DutyInstance) => assessed({ duties: [duty] });
const types = (decisions: ReturnType<typeof decide>) => decisions.map(({ type }) => type);
const log = (...duties: readonly DutyInstance[]) =>
  duties.reduce(
    (all, duty) => [...all, ...recorded(decide(on(duty), all))],
    [] as ReturnType<typeof recorded>,
  );

describe('A warning', () => {
  it('is decided on when it is reached, and says who is warned of what', () => {
    expect(decide(on(WARNED), log(DUTY))).toEqual([
      {
        type: 'DutyWarned',
        key: 'back/plan/DutyWarned/1',
        effectiveAt: NEAR,
        data: {
          pathway: 'back',
          version: 3,
          duty: 'plan',
          owner: 'hospital',
          instance: 1,
          armedBy: 'urn:x 1',
          armedAt: '2026-03-02T09:00:00+01:00',
          dueAt: '2026-04-13T23:59:59.999+02:00',
          service: 'coordinator',
          warnedAt: '2026-03-31T00:00:00+02:00',
        },
      },
    ]);
  });

  it('is decided on once', () => {
    expect(decide(on(WARNED), log(WARNED))).toEqual([]);
  });

  it('comes before what became of the duty, and takes nothing back', () => {
    const breached = { ...WARNED, state: 'breached' as const };
    expect(types(decide(on(breached), []))).toEqual(['DutyArmed', 'DutyWarned', 'DutyBreached']);
    expect(types(decide(on(breached), log(WARNED)))).toEqual(['DutyBreached']);
    expect(types(decide(on({ ...DUTY, state: 'lapsed' }), log(WARNED)))).toEqual([]);
  });

  it('is decided on anew where the due time has moved, after that', () => {
    const week = 7 * 86_400_000;
    const moved = {
      ...WARNED,
      dueAt: DUE + week,
      movedAt: NEAR + 1,
      warnings: [{ to: 'coordinator', at: NEAR + week }],
    };
    expect(types(decide(on(moved), log(WARNED)))).toEqual(['DutyArmed', 'DutyWarned']);
    expect(decide(on(moved), log(WARNED, moved))).toEqual([]);
  });

  it('is decided on anew where the duty turned out never to have begun, and begins after all', () => {
    const voided = log(WARNED);
    voided.push(...recorded(decide(assessed({}), voided)));
    expect(types(decide(on(WARNED), voided))).toEqual(['DutyArmed', 'DutyWarned']);
  });

  it('stands although the duty is found to have been met before', () => {
    const met = { ...DUTY, state: 'met' as const, metAt: NEAR - 1, metBy: 'urn:x 2' };
    expect(types(decide(on(met), log(WARNED)))).toEqual(['DutyMet']);
  });
});

describe('An escalation', () => {
  const PAST = DUE + 1;
  const LATER = DUE + 1 + 7 * 86_400_000;
  const breached = (...escalations: DutyInstance['escalations']): DutyInstance => ({
    ...{ ...DUTY, state: 'breached', escalations },
  });
  const first = { to: 'coordinator', at: PAST };
  const second = { to: 'county', at: LATER, organisation: 'oslo' };
  const later = (duty: DutyInstance) => assessed({ at: LATER + 1, duties: [duty] });
  const decided = (duty: DutyInstance, before: ReturnType<typeof recorded>) =>
    decide(later(duty), before);

  it('is decided on after the breach, and says who is notified of what since when', () => {
    const decisions = decided(breached(first, second), []);
    expect(types(decisions)).toEqual([
      ...['DutyArmed', 'DutyBreached', 'DutyEscalated', 'DutyEscalated'],
    ]);
    expect(decisions[2]).toMatchObject({
      key: 'back/plan/DutyEscalated/2',
      effectiveAt: PAST,
      data: {
        ...{ duty: 'plan', owner: 'hospital', dueAt: '2026-04-13T23:59:59.999+02:00' },
        ...{ service: 'coordinator', escalatedAt: '2026-04-14T00:00:00+02:00' },
      },
    });
    expect(decisions[3]?.data).toMatchObject({ service: 'county', serviceOrganisation: 'oslo' });
  });

  it('is decided on once for each step', () => {
    const before = recorded(decided(breached(first), []));
    expect(types(decided(breached(first, second), before))).toEqual(['DutyEscalated']);
    const all = [...before, ...recorded(decided(breached(first, second), before))];
    expect(decided(breached(first, second), all)).toEqual([]);
  });

  it('comes between the breach and what was done late, and stands if the duty was met after all', () => {
    const late: DutyInstance = {
      ...{ ...breached(first), state: 'met-late', metAt: LATER, metBy: 'urn:x 2' },
    };
    expect(types(decided(late, []))).toEqual([
      ...['DutyArmed', 'DutyBreached', 'DutyEscalated', 'DutyMet'],
    ]);
    const before = recorded(decided(breached(first), []));
    const met = { ...DUTY, state: 'met' as const, metAt: DUE - 1, metBy: 'urn:x 2' };
    expect(types(decided(met, before))).toEqual(['DutyReopened', 'DutyMet']);
  });
});
