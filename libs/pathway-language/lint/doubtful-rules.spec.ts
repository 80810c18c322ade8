/** Rules that can be read and cannot be meant so, and waits without end. */
import { describe, expect, it } from '@jest/globals';
import { SMALL } from '#pathway/testing';
import { labelled, stage, withLines, withStages } from './lint.spec.support.js';

describe('A stage', () => {
  it('is not in time because of what begins with another event', () => {
    const [one, two] = ['one', 'two'].map((id) => `id: ${id}, holder: gp, source: s`);
    const clinic = (owner: string, from: string, until: string, per = 'episode') =>
      labelled(
        `${withStages(`{ ${one}, exits: [{ id: e, on: ReferralSent, to: two }] }, { ${two} }`).replace('entry: any', 'entry: { events: FirstContactMade, unfiltered: u }').replace('services: {', 'services: { other: { level: other },')}duties: [{ id: d, from: ${from}, until: ${until}, within: 1 day, per: ${per}, owner: ${owner}, escalate: [{ to: other }], source: s }]\n`,
      );
    const [first, second] = ['0', '1'].map((at) => `warning stages[${at}] unlimited-wait`);
    expect(clinic('holder', 'VisitCompleted', 'PatientDied')).toEqual([first, second]);
    expect(clinic('other', 'ReferralSent', 'PatientDied')).toEqual([first]);
    // What begins with the entry runs on, unless what leads out of the first stage settles it.
    expect(clinic('holder', 'FirstContactMade', 'PatientDied')).toEqual([]);
    expect(clinic('holder', 'FirstContactMade', 'ReferralSent')).toEqual([second]);
    expect(clinic('holder', 'FirstContactMade', 'ReferralSent', 'period')).toEqual([]);
  });

  it('in which a handover waits for its answer is not endless', () => {
    const waiting = `${withStages('{ id: one, holder: gp, source: s }').replace('entry: any', 'entry: { events: ReferralSent, unfiltered: u }').replace('services: {', 'services: { other: { level: other },')}handovers: [{ id: h, when: ReferralSent, from: gp, to: other, answer-within: 1 day, accepted: { by: VisitCompleted }, refused: { by: PatientDied, then: remind }, silent: { then: remind }, source: s }]\n`;
    expect(labelled(waiting)).toEqual([]);
  });

  it('has one exit for one event', () => {
    const exits = (...on: readonly string[]) =>
      labelled(
        withStages(
          stage(
            'one',
            `exits: [${on.map((it, at) => `{ id: e${at}, on: ${it}, to: closed }`).join(', ')}]`,
          ),
        ),
      );
    const screened = (result: string) => `{ event: RedFlagScreened, where: { result: ${result} } }`;
    const caught = ['error stages[0].exits[1].on caught-before'];
    expect(exits('VisitCompleted', 'VisitCompleted')).toEqual(caught);
    expect(exits('RedFlagScreened', screened('negative'))).toEqual(caught);
    expect(exits(screened('[negative, positive]'), screened('negative'))).toEqual(caught);
    expect(exits(screened('negative'), 'RedFlagScreened')).toEqual([]);
    expect(exits(screened('negative'), screened('positive'))).toEqual([]);
  });

  it('may take no longer than the one that it is part of', () => {
    const part = (limit: string) =>
      labelled(
        withStages(
          `{ id: one, holder: gp, limit: 6 weeks, source: s, stages: [{ id: a, limit: ${limit}, source: s }] }`,
        ),
      );
    expect(part('7 weeks')).toEqual(['warning stages[0].stages[0].limit limit-beyond-stage']);
    expect(part('42 days')).toEqual([]);
  });
});

describe('A schema of a declared type', () => {
  const schema = (data: string) => labelled(withLines(`events: { Scored: { data: ${data} } }`));

  it('holds no regular expression that RE2 cannot run, wherever it stands', () => {
    expect(schema('{ properties: { a: { pattern: "^(?=a)a+$" } } }')).toEqual([
      'error events.Scored.data.properties.a.pattern unsafe-pattern',
    ]);
    expect(schema('{ patternProperties: { "^(a)\\\\1$": {} } }')).toEqual([
      'error events.Scored.data.patternProperties["^(a)\\\\1$"] unsafe-pattern',
    ]);
    expect(schema('{ anyOf: [{ propertyNames: { pattern: "([a-z]{100}){100}" } }] }')).toEqual([
      'error events.Scored.data.anyOf[0].propertyNames.pattern unsafe-pattern',
    ]);
  });

  it('refers back to itself in no way that takes for ever', () => {
    expect(schema('{ "$ref": "#" }')).toEqual(['error events.Scored.data recursive-schema']);
  });

  it('may hold any other, and a field called pattern', () => {
    expect(schema('{ properties: { a: { pattern: "^(a+)+$" } } }')).toEqual([]);
    expect(schema('{ properties: { pattern: { type: string } } }')).toEqual([]);
  });
});

describe('Codes', () => {
  const codes = (field: string, value: string) =>
    labelled(
      withLines(
        `milestones: [{ id: m, reached-by: { event: DiagnosisCoded, where: { ${field}: { codes: ${value} } } } }]`,
      ),
    ).map((one) => one.replace('milestones[0].reached-by.where.', ''));

  it.each([
    ['icpc2', 'M40', 'error icpc2.codes invalid-codes'],
    ['icpc2', '[L02, L03-M04]', 'error icpc2.codes[1] invalid-codes'],
    ['icd10', 'M40M54', 'error icd10.codes invalid-codes'],
    ['icd10', 'M405M54', 'error icd10.codes invalid-codes'],
  ])('that %s cannot have are errors: %s', (field, value, problem) => {
    expect(codes(field, value)).toEqual([problem]);
  });

  it.each([
    ['icpc2', '[L02, L84-L86, A01-Z29]'],
    ['icd10', '[M40-M54, M54.5, M545, S72001A, H02A12]'],
  ])('that %s can have are not: %s', (field, value) => {
    expect(codes(field, value)).toEqual([]);
  });
});

describe('A case', () => {
  const cases = (...when: readonly string[]) =>
    labelled(
      withLines(
        `duties: [{ id: d, from: ReferralSent, until: VisitCompleted, within: { cases: [${when.map((it) => `{ when: { ${it} }, limit: 1 day }`).join(', ')}], otherwise: 2 days }, owner: gp, source: s }]`,
      ),
    );
  const caught = ['error duties[0].within.cases[1] caught-before'];

  it('never counts where an earlier one always does', () => {
    expect(cases('patient-age: { below: 23 }', 'patient-age: { below: 18 }')).toEqual(caught);
    expect(cases('patient-age: { below: 23 }', 'patient-age: { at-most: 17 }')).toEqual(caught);
    expect(
      cases('patient-age: { below: 23 }', 'patient-age: { below: 23 }, urgency: urgent'),
    ).toEqual(caught);
    expect(cases('urgency: [urgent, routine]', 'urgency: urgent')).toEqual(caught);
  });

  it('counts where the earlier one is narrower or another', () => {
    expect(cases('patient-age: { below: 18 }', 'patient-age: { below: 23 }')).toEqual([]);
    expect(cases('patient-age: { above: 17 }', 'patient-age: { at-least: 17 }')).toEqual([]);
    expect(cases('urgency: urgent', 'patient-age: { below: 23 }')).toEqual([]);
  });
});

describe('A handover', () => {
  const handover = (rest: Readonly<Record<string, string>> = {}) => {
    const {
      to = 'clinic',
      yes = 'ReferralReceived',
      no = 'ReferralAssessed',
      then = 'remind',
    } = rest;
    return labelled(
      `${SMALL.replace('services: {', 'services: { clinic: { level: other }, ward: { level: other },')}handovers: [{ id: h, when: ReferralSent, from: gp, to: ${to}, answer-within: 1 day, accepted: { by: ${yes} }, refused: { by: ${no}, then: ${then} }, silent: { then: { escalate: ward } }, source: s }]\n`,
    ).filter((one) => !one.includes('unused-service'));
  };

  it('goes to another service, and when refused to yet another', () => {
    expect(handover({ to: 'gp' })).toEqual(['error handovers[0].to handover-to-itself']);
    expect(handover({ then: '{ offer: clinic }' })).toEqual([
      'error handovers[0].refused.then offered-to-refuser',
    ]);
    expect(handover({ then: '{ offer: ward }' })).toEqual([]);
  });

  it('is accepted by one event and refused by another', () => {
    const assessed = (outcome: string) =>
      `{ event: ReferralAssessed, where: { outcome: ${outcome} } }`;
    const ambiguous = ['error handovers[0].refused.by handover-ambiguous'];
    expect(handover({ yes: 'ReferralAssessed' })).toEqual(ambiguous);
    expect(handover({ yes: assessed('accepted'), no: assessed('accepted') })).toEqual(ambiguous);
    expect(handover({ yes: assessed('accepted'), no: assessed('rejected') })).toEqual([]);
  });
});

describe('A clock', () => {
  it('that pauses has to run on some time', () => {
    const clock = (rest: string) =>
      labelled(
        withLines(
          `clocks: [{ id: c, start: ReferralSent, pause: ClockPaused, source: s${rest} }]\nepisodes: { lapses: { after: 1 day, without: c } }`,
        ),
      );
    expect(clock('')).toEqual(['warning clocks[0].pause endless-pause']);
    expect(clock(', resume: ClockResumed')).toEqual([]);
  });
});
