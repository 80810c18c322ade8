/** Names, units and keys of a definition have to mean something together. */
import { describe, expect, it } from '@jest/globals';
import { SMALL, foundWith, problemsOf } from '#pathway/testing';
import { readDefinition } from './read-definition.js';

/** Place, path and code of each problem in a small definition with these lines added. */
function found(lines: string): readonly string[] {
  return problemsOf(`${SMALL}${lines}\n`).map(
    (one) => `${one.line}:${one.column} ${one.path} ${one.code}`,
  );
}

const duty = (rest: string) =>
  `duties: [{ id: d, from: ReferralReceived, until: ReferralAssessed, ${rest} }]`;

describe('A definition', () => {
  it('of eight lines is good', () => {
    expect(found('')).toEqual([]);
  });

  it.each([
    [
      'a stage',
      'interrupts: [{ id: i, on: PatientDied, to: tow }]',
      'interrupts[0].to unknown-stage',
    ],
    ['a clock', duty('within: 6 weeks, owner: gp, clock: rtt'), 'duties[0].clock unknown-clock'],
    [
      'a service to escalate to',
      duty('within: 6 weeks, owner: gp, escalate: [{ to: county }]'),
      'duties[0].escalate[0].to unknown-service',
    ],
    [
      'a parameter',
      duty('within: { parameter: x }, owner: gp'),
      'duties[0].within.parameter unknown-parameter',
    ],
    [
      'a service in a parameter',
      'parameters: { p: { service: clinic } }',
      'parameters.p.service unknown-service',
    ],
    [
      'a service in a region',
      'parameters: { p: { service: gp, local: { "0301": clinic } } }',
      'parameters.p.local.0301 unknown-service',
    ],
    [
      'a region',
      'regions: { west: ["1"] }\nparameters: { p: { text: t, local: { wset: u } } }',
      'parameters.p.local.wset unknown-region',
    ],
    [
      'a type inside a pattern',
      'milestones: [{ id: m, reached-by: { event: [VisitCompleted, VisitComplete] } }]',
      'milestones[0].reached-by.event[1] unknown-event-type',
    ],
  ])('has to have %s that it names', (_what, lines, expected) => {
    const problems = foundWith(lines);
    expect(problems).toEqual([expected]);
  });

  it('needs parameters of the kind that their place asks for', () => {
    const parameters =
      'parameters: { t: { default: 6 weeks }, s: { service: gp }, w: { text: x } }';
    const kinds = (rest: string) => found(`${parameters}\n${duty(rest)}`);
    expect(kinds('within: { parameter: t }, owner: { parameter: s }')).toEqual([]);
    expect(kinds('within: { parameter: s }, owner: { parameter: t }')).toEqual([
      '10:89 duties[0].within.parameter wrong-parameter',
      '10:114 duties[0].owner.parameter wrong-parameter',
    ]);
  });

  it('gives no municipality two values', () => {
    const regions = 'regions: { west: ["1", "2"], coast: ["2", "3"] }\n';
    const local = (places: string) =>
      found(`${regions}parameters: { p: { text: t, local: { ${places} } } }`);
    expect(local('west: u, coast: v')).toEqual([
      '10:47 parameters.p.local.coast ambiguous-municipality',
    ]);
    expect(local('west: u, coast: v, "2": w')).toEqual([]);
  });

  it.each(['stages', 'milestones', 'duties', 'clocks', 'guards', 'interrupts'])(
    'has no id twice among its %s',
    (list) => {
      const body = {
        stages: 'holder: gp',
        milestones: 'reached-by: VisitCompleted',
        duties: 'from: ReferralSent, until: VisitCompleted, within: 1 day, owner: gp',
        clocks: 'start: VisitCompleted',
        guards: 'on: VisitCompleted, needs: [service]',
        interrupts: 'on: VisitCompleted, to: one',
      }[list];
      const base = list === 'stages' ? SMALL.replace(/stages:.*\n/, '') : SMALL;
      const id = list === 'stages' ? 'one' : 'x';
      const text = `${base}${list}: [{ id: ${id}, ${body} }, { id: ${id}, ${body} }]\n`;
      expect(problemsOf(text).map((one) => `${one.path} ${one.code}`)).toEqual([
        `${list}[1].id duplicate-id`,
      ]);
    },
  );

  it('has no id twice among stages and their parts, while exits are their own to each stage', () => {
    const exits = 'exits: [{ id: out, on: PatientDied, to: closed }]';
    const stages = `stages: [{ id: one, holder: gp, ${exits}, stages: [{ id: two, ${exits} }, { id: one }] }]`;
    const problems = problemsOf(SMALL.replace(/stages:.*/, stages));
    expect(problems.map((one) => `${one.path} ${one.code}`)).toEqual([
      'stages[0].stages[1].id duplicate-id',
    ]);
  });
});

describe('Limits', () => {
  it.each([
    ['looks-back: 10 working days', 'looks-back wrong-unit'],
    ['episodes: { lapses: { after: 2 hours, without: c } }', 'episodes.lapses.after wrong-unit'],
    [
      'episodes: { recurrent: { within: 9 hours, clock: c, any-of: [{ episodes: 1, of-days: 1, days: 1 }] } }',
      'episodes.recurrent.within wrong-unit',
    ],
    [
      duty('within: { accumulated: c, days: 3 months }, owner: gp'),
      'duties[0].within.days wrong-unit',
    ],
    ['looks-back: 12 moons', 'looks-back invalid-limit'],
    [
      'parameters: { p: { default: 1 week, local: { "0301": soon } } }',
      'parameters.p.local.0301 invalid-limit',
    ],
  ])('have units that make sense where they stand: %s', (lines, expected) => {
    const clock = 'clocks: [{ id: c, start: VisitCompleted }]';
    expect(foundWith(`${clock}\n${lines}`)).toEqual([expected]);
  });

  it('are looked at in every value of a parameter', () => {
    const parameters =
      'parameters: { p: { default: 12 months, local: { "0301": 3 working days } } }';
    expect(found(`${parameters}\nlooks-back: { parameter: p }`)).toEqual([
      '10:13 looks-back wrong-unit',
    ]);
  });
});

describe('Rules', () => {
  it.each([
    [
      'a guard that asks for nothing',
      'guards: [{ id: g, on: VisitCompleted }]',
      'guards[0] empty-rule',
    ],
    [
      'a clock that never runs',
      'clocks: [{ id: c, stop: VisitCompleted }]',
      'clocks[0] empty-rule',
    ],
    [
      'a clock over the patient that is reset from a day on',
      'clocks: [{ id: c, start: VisitCompleted, over: patient, nullify: [PatientDied, { event: SickLeaveIssued, valid-from: from }] }]',
      'clocks[0].nullify[1].valid-from dated-over-patient',
    ],
    [
      'a clock over the patient that is reset from a day on unless something has come',
      'clocks: [{ id: c, start: VisitCompleted, over: patient, nullify-unless: { on: { event: SickLeaveIssued, valid-from: from }, after: PatientDied } }]',
      'clocks[0].nullify-unless.on.valid-from dated-over-patient',
    ],
    [
      'an end without a period',
      duty('within: 1 day, owner: gp, ends: PatientDied'),
      'duties[0].ends ends-without-period',
    ],
    [
      'a period without a length',
      'duties: [{ id: d, from: ReferralAssessed, until: VisitCompleted, within: { date-in: latestStart, otherwise: 2 days }, per: period, owner: gp }]',
      'duties[0].within period-without-length',
    ],
    [
      'a time before and after a date',
      'duties: [{ id: d, from: ReferralAssessed, until: VisitCompleted, within: { date-in: latestStart, plus: 1 day, minus: 2 days, otherwise: 2 days }, owner: gp }]',
      'duties[0].within.minus plus-and-minus',
    ],
    [
      'a day that does not exist',
      'calendar: { closures: [{ from: 2026-02-30 }] }',
      'calendar.closures[0].from invalid-date',
    ],
    [
      'days in the wrong order',
      'calendar: { closures: [{ from: 2026-02-20, to: 2026-02-19 }] }',
      'calendar.closures[0].to invalid-date',
    ],
    [
      'a closure of years',
      'calendar: { closures: [{ from: 2026-01-01, to: 2027-01-02 }] }',
      'calendar.closures[0].to too-long',
    ],
  ])('cannot be %s', (_what, lines, expected) => {
    expect(foundWith(lines)).toEqual([expected]);
  });

  it('say who owes them', () => {
    expect(found(duty('within: 1 day'))).toEqual(['9:10 duties[0] duty-unowned']);
  });

  it('say what follows on yes, on no and on silence', () => {
    const handover = (rest: string) =>
      found(
        `handovers: [{ id: h, when: ReferralSent, from: holder, to: gp, answer-within: 1 day${rest} }]`,
      );
    expect(handover('')).toEqual(Array(3).fill('9:13 handovers[0] handover-unanswered'));
    const answered =
      ', accepted: { by: ReferralAssessed }, refused: { by: ReferralAssessed, then: remind }';
    expect(handover(answered)).toEqual(['9:13 handovers[0] handover-unanswered']);
    const problem = problemsOf(
      `${SMALL}handovers: [{ id: h, when: ReferralSent, from: holder, to: gp, answer-within: 1 day${answered} }]\n`,
    )[0];
    expect(problem?.message).toBe('the key silent is missing');
  });
});

describe('Types that open stages', () => {
  const stages = (one: string, two: string, closes = 'PathwayClosed') =>
    problemsOf(
      SMALL.replace(/closes:.*/, `closes: ${closes}`).replace(
        /stages:.*/,
        `stages: [{ id: one, holder: gp, opens: ${one} }, { id: two, holder: gp, opens: ${two} }]`,
      ),
    ).map((one) => `${one.path} ${one.code}`);

  it('are ambiguous only where neither pattern has conditions', () => {
    const high = '{ event: RiskStratified, where: { stratum: high } }';
    expect(stages('RiskStratified', 'RiskStratified')).toEqual(['stages[1].opens ambiguous-type']);
    expect(stages('RiskStratified', '{ event: RiskStratified }')).toEqual([
      'stages[1].opens.event ambiguous-type',
    ]);
    expect(stages('RiskStratified', high)).toEqual([]);
    expect(stages(high, high)).toEqual([]);
    expect(stages('RiskStratified', 'VisitCompleted', 'RiskStratified')).toEqual([
      'closes ambiguous-type',
    ]);
    expect(stages('RiskStratified', 'VisitCompleted', high)).toEqual([]);
  });
});

describe('What was accepted once', () => {
  it.each([
    ['a stage called closed', SMALL.replace('id: one', 'id: closed')],
    ['a type that came into the catalogue later', `${SMALL}events: { PatientDied: {} }\n`],
    ['a pathway that never ends', SMALL.replace(/closes:.*\n/, '')],
    [
      'entry by types',
      SMALL.replace('entry: any', 'entry: { events: [ReferralSent, VisitCompleted] }'),
    ],
  ])('stays accepted: %s', (_what, text) => {
    expect(readDefinition(text)).toHaveProperty('definition');
  });
});
