/** Decisions that somebody is warned before a duty is due: once for each due time. */
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
