/** Scenarios hold where the pathway does what they say, and tell what it did where not. */
import { describe, expect, it } from '@jest/globals';
import { file, run } from './scenario-text.spec.support.js';

const ONSET = '{ on: 2026-03-02, event: SymptomOnsetReported, id: onset }';
const PLAN = '{ on: 2026-03-30 10:00, event: RehabPlanAgreed, id: plan }';
const SCREENED =
  '{ on: 2026-03-20 09:00, event: RedFlagScreened, data: { result: negative }, id: screening }';

/** What fails when these are given and this is expected. */
const failing = (given: readonly string[], expected: string) =>
  run(file(given, [`{ ${expected} }`])).failures;

describe('A scenario', () => {
  it('of which everything holds has no failures', () => {
    const { failures } = run(
      file(
        [ONSET, SCREENED, PLAN],
        [
          '{ at: 2026-03-01 12:00, state: not-entered, episodes: 0, duties: { plan: none } }',
          '{ at: 2026-03-25 12:00, state: open, stage: first-care, holder: gp, milestones: [] }',
          '{ at: 2026-03-25 12:00, duties: { plan: { state: not-yet-due, due: 2026-04-13 } } }',
          '{ at: 2026-03-30 10:00, stage: rehabilitation, milestones: [planned], deviations: [] }',
          '{ at: 2026-05-01 12:00, duties: { plan: { state: met, met: 2026-03-30 10:00, owner: gp } } }',
        ],
      ),
    );
    expect(failures).toEqual([]);
  });

  it('tells of a state what was expected, what was found, where, and the facts behind it', () => {
    expect(failing([ONSET], 'at: 2026-04-14 00:00, duties: { plan: met }')).toEqual([
      {
        line: 8,
        column: expect.any(Number),
        at: '2026-04-14 00:00',
        what: 'duties.plan',
        expected: 'met',
        found: 'breached',
        because: [
          'began with SymptomOnsetReported (onset) on 2026-03-02, owed by gp',
          'due until 2026-04-13 23:59',
        ],
      },
    ]);
  });

  it.each([
    ['state: closed', 'state', 'open'],
    ['stage: rehabilitation', 'stage', 'first-care'],
    ['holder: rehab', 'holder', 'gp'],
    ['episodes: 2', 'episodes', '1'],
    ['recurrent: true', 'recurrent', 'none'],
    ['milestones: [planned]', 'milestones', 'none'],
    ['deviations: [screened]', 'deviations', 'none'],
    ['duties: { plan: none }', 'duties.plan', 'not-yet-due'],
    ['duties: { plan: { severity: high } }', 'duties.plan.severity', 'normal'],
    ['duties: { plan: { due: 2026-04-12 } }', 'duties.plan.due', '2026-04-13'],
    ['duties: { plan: { due: 2026-04-14 } }', 'duties.plan.due', '2026-04-13'],
    ['duties: { plan: { due: 2026-04-13 12:00 } }', 'duties.plan.due', '2026-04-13 23:59'],
    ['duties: { plan: { owner: rehab } }', 'duties.plan.owner', 'gp'],
    ['duties: { plan: { met: 2026-03-30 } }', 'duties.plan.met', 'none'],
    ['duties: { plan: { escalated-to: [gp] } }', 'duties.plan.escalated-to', 'none'],
    ['duties: { plan: [not-yet-due, met] }', 'duties.plan', 'not-yet-due'],
    ['duties: { plan: [met] }', 'duties.plan[0]', 'not-yet-due'],
    ['duties: { answer: met }', 'duties.answer', 'none'],
    ['duties: { plan: void }', 'duties.plan', 'not-yet-due'],
  ])('fails at %s', (expected, what, found) => {
    expect(failing([ONSET], `at: 2026-03-25 12:00, ${expected}`)).toMatchObject([{ what, found }]);
  });

  it('lists instances in the order in which they began', () => {
    const sent = (day: string) => `{ on: ${day}, event: ReferralSent }`;
    const given = [
      ONSET,
      sent('2026-03-10'),
      sent('2026-03-03'),
      '{ on: 2026-03-05, event: ReferralReceived }',
    ];
    expect(failing(given, 'at: 2026-03-25 12:00, duties: { answer: [met, breached] }')).toEqual([]);
    expect(failing(given, 'at: 2026-03-25 12:00, duties: { answer: met }')).toMatchObject([
      { what: 'duties.answer', found: 'met, breached' },
    ]);
  });

  it('names a deviation by its rule, or by its kind', () => {
    for (const name of ['screened', 'guard']) {
      expect(failing([ONSET, PLAN], `at: 2026-04-01 12:00, deviations: [${name}]`)).toEqual([]);
    }
    expect(failing([ONSET, PLAN], 'at: 2026-04-01 12:00, deviations: []')).toMatchObject([
      { found: 'screened', because: [expect.stringContaining('RehabPlanAgreed (plan)')] },
    ]);
  });
});

describe('What is known when', () => {
  const late = PLAN.replace('id: plan', 'recorded: 2026-04-20 09:00');
  const expected = (knownAt: string, state: string) =>
    failing([ONSET, late], `at: 2026-04-15 12:00, ${knownAt}duties: { plan: ${state} }`);

  it('is everything unless the scenario says otherwise', () => {
    expect(expected('', 'met')).toEqual([]);
    expect(expected('known-at: 2026-04-15 12:00, ', 'breached')).toEqual([]);
    expect(expected('known-at: 2026-04-15 12:00, ', 'met')).toHaveLength(1);
  });

  it('is an event of a day when the day is over', () => {
    const asKnown = (time: string) =>
      failing([ONSET], `at: 2026-03-02 12:00, known-at: 2026-03-02 ${time}, state: not-entered`);
    expect(asKnown('23:59')).toEqual([]);
    expect(failing([ONSET], 'at: 2026-03-02 12:00, state: open')).toEqual([]);
  });
});

describe('A duty whose beginning was corrected away', () => {
  const contact = '{ on: 2026-03-02 09:00, event: FirstContactMade }';
  const withdrawn =
    '{ on: 2026-03-02, event: EventCorrected, corrects: onset, recorded: 2026-03-20 09:00 }';

  it('is void, since something was decided on it', () => {
    const given = [contact, ONSET, withdrawn];
    const at = 'at: 2026-04-01 12:00';
    expect(failing(given, `${at}, duties: { plan: void }`)).toEqual([]);
    expect(failing(given, `${at}, duties: { plan: none }`)).toEqual([]);
    expect(
      failing(given, `${at}, known-at: 2026-03-10 12:00, duties: { plan: void }`),
    ).toMatchObject([{ found: 'not-yet-due' }]);
  });

  it('is not void where nobody had known of it', () => {
    const late = ONSET.replace('id: onset', 'id: onset, recorded: 2026-03-20 09:00');
    const given = [contact, late, withdrawn];
    expect(failing(given, 'at: 2026-04-01 12:00, duties: { plan: void }')).toMatchObject([
      { found: 'none' },
    ]);
  });
});

describe('Coverage', () => {
  it('names the rules that no scenario touches, in the order of the definition', () => {
    const { coverage } = run(file([ONSET, PLAN], ['{ at: 2026-04-01 12:00, state: open }']));
    expect(coverage.untouched).toEqual([
      'closes',
      'duties/plan/breached',
      'duties/answer/met',
      'duties/answer/breached',
      'guards/screened/kept',
    ]);
    expect(coverage.rules).toBe(11);
  });

  it('counts only what had happened by an instant that was asked about', () => {
    const { coverage } = run(file([ONSET, PLAN], ['{ at: 2026-03-20 12:00, state: open }']));
    expect(coverage.untouched).toContain('milestones/planned');
  });
});
