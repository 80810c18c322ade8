/** Fields, values and codes that rules name have to be ones that the events can have. */
import { describe, expect, it } from '@jest/globals';
import { SMALL, foundWith, problemsOf } from '#pathway/testing';

function adviceOn(lines: string): string | undefined {
  return problemsOf(`${SMALL}${lines}\n`)[0]?.advice;
}

const duty = (rest: string) =>
  `duties: [{ id: d, from: ReferralReceived, until: ReferralAssessed, ${rest} }]`;

describe('Fields and values', () => {
  const pattern = (where: string, event = 'RiskStratified') =>
    foundWith(`milestones: [{ id: m, reached-by: { event: ${event}, where: { ${where} } } }]`).map(
      (one) => one.replace('milestones[0].reached-by.', ''),
    );

  it.each([
    ['stratum: high'],
    ['stratum: [high, medium]'],
    ['stratum: { not: low }'],
    ['score: { at-least: 4, below: 9.5 }'],
    ['patient-age: { at-least: 18 }'],
    ['instrument: { present: false }'],
  ])('are good where the catalogue has them: %s', (where) => {
    expect(pattern(where)).toEqual([]);
  });

  it.each([
    ['a field that it does not have', 'statum: high', 'where.statum unknown-field'],
    ['a value outside its list', 'stratum: hihg', 'where.stratum impossible-value'],
    ['one such value of several', 'stratum: [low, none]', 'where.stratum[1] impossible-value'],
    [
      'a value that is ruled out anyway',
      'stratum: { not: none }',
      'where.stratum.not impossible-value',
    ],
    ['a text for a number', 'score: high', 'where.score impossible-value'],
    ['a comparison of texts', 'stratum: { above: 2 }', 'where.stratum impossible-value'],
    ['codes of a number', 'score: { codes: M54 }', 'where.score.codes impossible-value'],
    ['a text for an age', 'patient-age: old', 'where.patient-age impossible-value'],
    ['an age below nought', 'patient-age: -1', 'where.patient-age impossible-value'],
  ])('of a catalogue type cannot be %s', (_what, where, expected) => {
    expect(pattern(where)).toEqual([expected]);
  });

  it('have to be those of each type of a pattern', () => {
    expect(pattern('stratum: high', '[RiskStratified, VisitCompleted]')).toEqual([
      'where.stratum unknown-field',
    ]);
  });

  it.each([
    ['icd10: { codes: M40-M54 }', []],
    ['icd10: { codes: [m40-m54, M99.1] }', []],
    ['icpc2: { codes: [L02, L03, L84, L86] }', []],
    ['icd10: { codes: M54-M40 }', ['where.icd10.codes invalid-codes']],
    ['icd10: { codes: [M54, "M54 - "] }', ['where.icd10.codes[1] invalid-codes']],
    ['icd10: { codes: M5 }', ['where.icd10.codes invalid-codes']],
    ['icpc2: { codes: M54.5 }', ['where.icpc2.codes invalid-codes']],
    ['icd10: m54', ['where.icd10 impossible-value']],
  ])('are codes of the system of their field: %s', (where, expected) => {
    expect(pattern(where, 'ReferralReceived')).toEqual(expected);
  });

  it('of a declared type are those of its schema, if that closes the door to others', () => {
    const declared = (rest: string) =>
      `events: { Scored: { data: { properties: { level: { enum: [a, b] }, n: { type: integer, maximum: 5 } }${rest} } } }\n`;
    const check = (events: string, where: string) =>
      foundWith(
        `${events}milestones: [{ id: m, reached-by: { event: Scored, where: { ${where} } } }]`,
      ).map((one) => one.replace(/^.* /, ''));
    const closed = declared(', additionalProperties: false');
    expect(check(closed, 'other: 1')).toEqual(['unknown-field']);
    expect(check(declared(''), 'other: 1')).toEqual([]);
    expect(check(closed, 'level: c')).toEqual(['impossible-value']);
    expect(check(closed, 'n: 6')).toEqual(['impossible-value']);
    expect(check('events: { Scored: {} }\n', 'anything: 1')).toEqual([]);
  });

  it.each([
    [
      'matching',
      duty('within: 1 day, owner: gp, matching: referal'),
      'duties[0].matching unknown-field',
    ],
    [
      'matching of one side only',
      'duties: [{ id: d, from: ReferralSent, until: PatientDied, within: 1 day, owner: gp, matching: referral }]',
      'duties[0].matching unknown-field',
    ],
    [
      'what applies',
      duty('within: 1 day, owner: gp, applies: { urgency: soon }'),
      'duties[0].applies.urgency impossible-value',
    ],
    [
      'the case of a limit',
      duty(
        'within: { cases: [{ when: { urgnt: x }, limit: 1 day }], otherwise: 2 days }, owner: gp',
      ),
      'duties[0].within.cases[0].when.urgnt unknown-field',
    ],
    [
      'a date in a field',
      'duties: [{ id: d, from: ReferralAssessed, until: AssessmentStarted, within: { date-in: outcome, otherwise: 2 days }, owner: gp }]',
      'duties[0].within.date-in no-date-field',
    ],
    [
      'a date that a limit counts from',
      duty('within: { limit: 1 day, from: urgency }, owner: gp'),
      'duties[0].within.from no-date-field',
    ],
    [
      'a date that the limit of a case counts from',
      duty(
        'within: { cases: [{ when: { urgency: stat }, limit: 1 day, from: form }], otherwise: 1 day }, owner: gp',
      ),
      'duties[0].within.cases[0].from unknown-field',
    ],
    [
      'a date that the limit of no case counts from',
      duty(
        'within: { cases: [{ when: { urgency: stat }, limit: 1 day }], otherwise: { limit: 1 day, from: urgency } }, owner: gp',
      ),
      'duties[0].within.otherwise.from no-date-field',
    ],
    [
      'what a guard needs',
      'guards: [{ id: g, on: VisitCompleted, needs: [service, score] }]',
      'guards[0].needs[1] unknown-field',
    ],
    [
      'the reason of a pause',
      'clocks: [{ id: c, start: ReferralSent, pause: VisitCompleted, pause-reason: reason }]',
      'clocks[0].pause-reason unknown-field',
    ],
    [
      'the days of a span',
      'clocks: [{ id: c, spans: [{ on: SickLeaveIssued, from: form, to: to }] }]',
      'clocks[0].spans[0].from unknown-field',
    ],
    [
      'a field of urgency',
      'queues: [{ id: q, joins: ReferralSent, served: VisitCompleted, urgency: { field: urgent, order: [stat] } }]',
      'queues[0].urgency.field unknown-field',
    ],
    [
      'an order of urgency',
      'queues: [{ id: q, joins: ReferralSent, served: VisitCompleted, urgency: { field: urgency, order: [stat, soon] } }]',
      'queues[0].urgency.order[1] impossible-value',
    ],
  ])('are looked up for %s', (_what, lines, expected) => {
    expect(foundWith(lines)).toEqual([expected]);
  });

  it('may be missing from some of the types that start or meet a duty', () => {
    const lines =
      'duties: [{ id: d, from: [ReferralReceived, PatientDied], until: [ReferralAssessed, PatientMoved], within: 1 day, owner: gp, matching: referral, applies: { urgency: stat } }]';
    expect(foundWith(lines)).toEqual([]);
  });

  it('are suggested where a near one exists, and listed where none is', () => {
    const advice = (where: string) =>
      adviceOn(
        `milestones: [{ id: m, reached-by: { event: RiskStratified, where: { ${where} } } }]`,
      );
    expect(advice('statum: high')).toBe('did you mean stratum?');
    expect(advice('colour: red')).toContain('fields of RiskStratified: instrument,');
    expect(advice('stratum: hihg')).toBe('did you mean high?');
    expect(advice('stratum: 3')).toBe('possible: low, medium, high');
  });
});
