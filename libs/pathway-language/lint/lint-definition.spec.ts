/** What speaks against publishing a definition, though it can be read. */
import { describe, expect, it } from '@jest/globals';
import { SMALL, WHOLE_LANGUAGE } from '#pathway/testing';
import { readDefinition } from '../parsing/read-definition.js';
import { lintDefinition, readAndLint } from './lint-definition.js';
import { labelled, stage, withLines, withStages } from './lint.spec.support.js';

describe('Lint', () => {
  it('has nothing to say of a definition without fault', () => {
    expect(labelled(SMALL)).toEqual([]);
  });

  it('gives what keeps a definition from being read', () => {
    const problems = lintDefinition(SMALL.replace('holder: gp', 'holder: pg'));
    expect(problems).toMatchObject([
      { code: 'unknown-service', severity: 'error', line: 8, column: 29 },
    ]);
    expect(lintDefinition('a: [')).toMatchObject([{ code: 'not-yaml' }]);
  });

  it('gives each problem its place and advice', () => {
    expect(lintDefinition(withStages(`${stage('one')}, ${stage('two')}`))).toEqual([
      {
        line: 8,
        column: 62,
        path: 'stages[1]',
        severity: 'error',
        code: 'unreachable-stage',
        message: 'the stage two cannot be reached',
        advice: 'give it `opens`, or point an exit, an interrupt or an accepted handover at it',
      },
    ]);
  });
});

describe('A definition that is read and linted at once', () => {
  it('says what reading and linting say one after the other', () => {
    const doubtful = withStages(`${stage('one')}, ${stage('two')}`);
    for (const text of [SMALL, WHOLE_LANGUAGE, doubtful]) {
      const problems = lintDefinition(text);
      expect({ ...readAndLint(text) }).toEqual({ ...readDefinition(text), problems });
    }
    expect(readAndLint('a: [')).toEqual({
      definition: undefined,
      problems: lintDefinition('a: ['),
    });
  });

  it('is the same after its way from one thread to another', () => {
    expect(structuredClone(readAndLint(WHOLE_LANGUAGE))).toStrictEqual(readAndLint(WHOLE_LANGUAGE));
  });
});

describe('A stage', () => {
  it.each([
    ['`opens`', '', 'opens: VisitCompleted'],
    ['an exit', 'exits: [{ id: e, on: VisitCompleted, to: two }]', ''],
  ])('is reachable by %s', (_what, first, second) => {
    expect(labelled(withStages(`${stage('one', first)}, ${stage('two', second)}`))).toEqual([]);
  });

  it('is reachable by an interrupt and by an accepted handover', () => {
    const two = withStages(`${stage('one')}, ${stage('two')}`);
    const interrupts = 'interrupts: [{ id: i, on: PatientDied, to: two, source: s }]';
    expect(labelled(`${two}${interrupts}\n`)).toEqual([]);
    const handovers =
      'handovers: [{ id: h, when: ReferralSent, from: holder, to: gp, answer-within: 1 day, accepted: { by: VisitCompleted, opens: two }, refused: { by: PatientDied, then: remind }, silent: { then: remind }, source: s }]';
    expect(labelled(`${two}${handovers}\n`)).toEqual([]);
  });

  it('is unreachable where only unreachable stages lead to it', () => {
    const circle = [
      stage('one'),
      stage('two', 'exits: [{ id: e, on: VisitCompleted, to: three }]'),
      stage('three', 'exits: [{ id: e, on: VisitCompleted, to: two }]'),
    ].join(', ');
    expect(labelled(withStages(circle))).toEqual([
      'error stages[1] unreachable-stage',
      'error stages[2] unreachable-stage',
    ]);
  });

  it('is reachable as the first part of one that is, and lets its surroundings be reached', () => {
    const parts = `stages: [{ id: a, source: s }, { id: b, source: s }]`;
    expect(labelled(withStages(stage('one', parts)))).toEqual([
      'error stages[0].stages[1] unreachable-stage',
    ]);
    const opened = `stages: [{ id: a, source: s }, { id: b, source: s, opens: VisitCompleted }]`;
    expect(labelled(withStages(`${stage('one')}, ${stage('two', opened)}`))).toEqual([
      'error stages[1].stages[0] unreachable-stage',
    ]);
  });

  it('is reachable by an exit of the stage around the one where the patient is', () => {
    const exit = 'exits: [{ id: e, on: VisitCompleted, to: two }], stages: [{ id: a, source: s }]';
    expect(labelled(withStages(`${stage('one', exit)}, ${stage('two')}`))).toEqual([]);
  });

  it('of which nobody can come to any part is complained of once', () => {
    const parts = `stages: [{ id: a, source: s }, { id: b, source: s }]`;
    expect(labelled(withStages(`${stage('one')}, ${stage('two', parts)}`))).toEqual([
      'error stages[1] unreachable-stage',
    ]);
  });

  it('is a dead end where nothing leads out and nothing closes the pathway', () => {
    expect(labelled(withStages(stage('one'), ''))).toEqual(['error stages[0] dead-end']);
    const last = `${stage('one')}, ${stage('two', 'opens: VisitCompleted')}`;
    expect(labelled(withStages(last, ''))).toEqual(['error stages[1] dead-end']);
  });

  it.each([
    [
      'another stage can be opened from it',
      `${stage('one', 'opens: PatientDied')}, ${stage('two', 'opens: VisitCompleted')}`,
    ],
    [
      'it has an exit that closes',
      stage('one', 'exits: [{ id: e, on: VisitCompleted, to: closed }]'),
    ],
    [
      'the stage around it has one',
      stage(
        'one',
        'exits: [{ id: e, on: VisitCompleted, to: closed }], stages: [{ id: a, source: s }]',
      ),
    ],
    [
      'an exit leads to another',
      `${stage('one', 'exits: [{ id: e, on: VisitCompleted, to: two }]')}, ${stage('two', 'exits: [{ id: e, on: VisitCompleted, to: one }]')}`,
    ],
  ])('is no dead end where %s', (_what, stages) => {
    expect(labelled(withStages(stages, ''))).toEqual([]);
  });

  it('is a dead end inside a stage whose `opens` do nothing from within', () => {
    const inside = stage('one', 'opens: VisitCompleted, stages: [{ id: a, source: s }]');
    expect(labelled(withStages(inside, ''))).toEqual(['error stages[0].stages[0] dead-end']);
  });

  it('is no dead end where the episode lapses', () => {
    const lapsing = `${withStages(stage('one'), '')}clocks: [{ id: c, start: VisitCompleted, source: s }]\nepisodes: { lapses: { after: 16 days, without: c } }\n`;
    expect(labelled(lapsing)).toEqual([]);
  });

  it('in which nobody is ever late is doubtful', () => {
    const endless = withStages('{ id: one, holder: gp, source: s }');
    const duty = (owner: string, from = 'VisitCompleted') =>
      `${endless.replace('services: {', 'services: { other: { level: other },')}duties: [{ id: d, from: ${from}, until: PatientDied, within: 1 day, owner: ${owner}, escalate: [{ to: other }], source: s }]\n`;
    expect(labelled(endless)).toEqual(['warning stages[0] unlimited-wait']);
    expect(labelled(endless.replace('holder: gp', 'holder: gp, expected-p90: 3 weeks'))).toEqual(
      [],
    );
    expect(labelled(duty('holder'))).toEqual([]);
    expect(labelled(duty('other'))).toEqual(['warning stages[0] unlimited-wait']);
  });

  it('called closed could not be distinguished from the close', () => {
    expect(labelled(withStages(stage('closed')))).toEqual(['error stages[0].id reserved-name']);
  });
});

describe('A declared type', () => {
  it('cannot be one that the catalogue has, though it may once have been new', () => {
    expect(labelled(withLines('events: { ReferralSent: {} }'))).toEqual([
      'error events.ReferralSent type-in-catalogue',
    ]);
  });
});

describe('Conditions', () => {
  const reachedBy = (event: string, where: string) =>
    labelled(
      withLines(`milestones: [{ id: m, reached-by: { event: ${event}, where: { ${where} } } }]`),
    );

  it.each([
    ['FunctionMeasured', 'score: { at-least: 5, below: 5 }'],
    ['FunctionMeasured', 'score: { above: 5, at-most: 4 }'],
    ['SickLeaveIssued', 'grade: { above: 100 }'],
    ['SickLeaveIssued', 'patient-age: { above: 17, below: 18 }'],
    ['RiskStratified', 'stratum: { not: [low, medium, high] }'],
  ])('that no %s can meet are errors: %s', (event, where) => {
    const field = where.replace(/:.*/, '');
    expect(reachedBy(event, where)).toEqual([
      `error milestones[0].reached-by.where.${field} impossible-condition`,
    ]);
  });

  it.each([
    ['FunctionMeasured', 'score: { at-least: 5, at-most: 5 }'],
    ['SickLeaveIssued', 'patient-age: { at-least: 17, below: 18 }'],
    ['RiskStratified', 'stratum: { not: [low, medium] }'],
    ['RedFlagScreened', 'flags: { not: cancer }'],
  ])('that a %s can meet are not: %s', (event, where) => {
    expect(reachedBy(event, where)).toEqual([]);
  });

  it('are looked at wherever a pattern stands', () => {
    const never = '{ event: SickLeaveIssued, where: { grade: { above: 100 } } }';
    expect(
      labelled(
        withLines(
          `duties: [{ id: d, from: VisitCompleted, until: ${never}, within: 1 day, owner: gp, exempt: [{ on: ${never}, code: c }], source: s }]`,
        ),
      ),
    ).toEqual([
      'error duties[0].until.where.grade impossible-condition',
      'error duties[0].exempt[0].on.where.grade impossible-condition',
    ]);
  });
});

describe('Guards', () => {
  const guards = (...rules: readonly string[]) =>
    labelled(
      withLines(
        `guards: [${rules.map((rule, at) => `{ id: g${at}, source: s, ${rule} }`).join(', ')}]`,
      ),
    );
  const screened = (result: string) =>
    `requires: { event: RedFlagScreened, where: { result: ${result} } }`;

  it('contradict each other where they require different things of the latest event of a type', () => {
    expect(
      guards(
        `on: RehabPlanAgreed, ${screened('negative')}`,
        `on: RehabPlanAgreed, ${screened('positive')}`,
      ),
    ).toEqual(['error guards[1].requires contradictory-guards']);
  });

  it.each([
    [
      'they guard different events',
      ['on: RehabPlanAgreed', screened('negative')],
      ['on: RehabPlanRevised', screened('positive')],
    ],
    [
      'they guard events that say different things',
      ['on: { event: RehabPlanAgreed, where: { consent: true } }', screened('negative')],
      ['on: { event: RehabPlanAgreed, where: { consent: false } }', screened('positive')],
    ],
    [
      'one demand takes in the other',
      ['on: RehabPlanAgreed', screened('negative')],
      ['on: RehabPlanAgreed', screened('[negative, inconclusive]')],
    ],
    [
      'another type is enough',
      ['on: RehabPlanAgreed', screened('negative')],
      [
        'on: RehabPlanAgreed',
        'requires: [{ event: RedFlagScreened, where: { result: positive } }, RedFlagEscalated]',
      ],
    ],
    [
      'a list may hold both values',
      ['on: RehabPlanAgreed', 'requires: { event: RedFlagScreened, where: { flags: cancer } }'],
      ['on: RehabPlanAgreed', 'requires: { event: RedFlagScreened, where: { flags: fracture } }'],
    ],
  ])('do not contradict each other where %s', (_what, one, other) => {
    expect(guards(one.join(', '), other.join(', '))).toEqual([]);
  });

  it('cannot demand the event itself before it', () => {
    expect(guards('on: RehabPlanAgreed, requires: RehabPlanAgreed')).toEqual([
      'error guards[0].requires guard-requires-itself',
    ]);
    const first = '{ event: DialogueMeetingHeld, where: { number: "1" } }';
    const second = '{ event: DialogueMeetingHeld, where: { number: "2" } }';
    expect(guards(`on: ${second}, requires: ${first}`)).toEqual([]);
  });

  it('cannot wait for each other', () => {
    expect(
      guards(
        'on: RehabPlanAgreed, requires: VisitCompleted',
        'on: VisitCompleted, requires: RehabPlanAgreed',
      ),
    ).toEqual(['error guards[0].requires guard-circle', 'error guards[1].requires guard-circle']);
    expect(
      guards(
        'on: RehabPlanAgreed, requires: [VisitCompleted, RedFlagScreened]',
        'on: VisitCompleted, requires: RehabPlanAgreed',
      ),
    ).toEqual([]);
  });
});

describe('A limit', () => {
  const base = withStages(
    `${stage('one')}, { id: two, holder: gp, opens: ReferralReceived, limit: 2 weeks, source: s }`,
  ).replace('services: {', 'services: { clinic: { level: other },');
  const duty = (within: string, owner = 'gp', from = 'ReferralReceived') =>
    labelled(
      `${base}duties: [{ id: d, from: ${from}, until: ReferralAssessed, within: ${within}, owner: ${owner}, escalate: [{ to: clinic }], source: s }]\n`,
    );

  it('of a duty that begins with a stage may not be longer than the stage', () => {
    expect(duty('15 days')).toEqual(['warning duties[0].within limit-beyond-stage']);
    expect(duty('15 days', 'holder')).toEqual(['warning duties[0].within limit-beyond-stage']);
    expect(
      duty('{ cases: [{ when: { urgency: routine }, limit: 15 days }], otherwise: 1 day }'),
    ).toEqual(['warning duties[0].within limit-beyond-stage']);
  });

  it('may be as long, or begin later, or be owed by another service', () => {
    expect(duty('14 days')).toEqual([]);
    expect(duty('15 days', 'gp', 'VisitCompleted')).toEqual([]);
    expect(duty('15 days', 'clinic')).toEqual([]);
  });

  it('of a handover is held against the stage of its sender', () => {
    const handover = (within: string) =>
      labelled(
        `${base}handovers: [{ id: h, when: ReferralReceived, from: holder, to: clinic, answer-within: ${within}, accepted: { by: VisitCompleted }, refused: { by: ReferralAssessed, then: remind }, silent: { then: remind }, source: s }]\n`,
      );
    expect(handover('3 weeks')).toEqual(['warning handovers[0].answer-within limit-beyond-stage']);
    expect(handover('10 working days')).toEqual([]);
  });
});

describe('A source', () => {
  it('is missed of the pathway and of every rule that has none', () => {
    const lines = [
      'parameters: { p: { default: 1 day } }',
      'duties: [{ id: d, from: VisitCompleted, until: PatientDied, within: { parameter: p }, owner: gp }]',
      'clocks: [{ id: c, start: VisitCompleted }]',
      'episodes: { lapses: { after: 1 day, without: c } }',
      'guards: [{ id: g, on: VisitCompleted, needs: [service] }]',
      'interrupts: [{ id: i, on: PatientDied, to: one }]',
      'sequences: [{ id: s, flag: VisitCompleted, before: ReferralSent }]',
      'handovers: [{ id: h, when: ReferralSent, from: holder, to: gp, answer-within: 1 day, accepted: { by: VisitCompleted }, refused: { by: PatientDied, then: remind }, silent: { then: remind } }]',
      'measures: { money: [{ id: m, on: VisitCompleted, payer: gp, kind: cost, amount: 1, currency: NOK, basis: modelled }] }',
    ].join('\n');
    const text = withLines(lines).replace('source: a paper\n', '').replace(', source: s', '');
    const places = labelled(text).map((one) => one.replace(/^warning (.*) missing-source$/, '$1'));
    expect(places).toEqual([
      '',
      'stages[0]',
      'parameters.p',
      ...['duties[0]', 'clocks[0]', 'guards[0]', 'interrupts[0]', 'sequences[0]', 'handovers[0]'],
      'measures.money[0]',
    ]);
  });

  it('is not missed of background knowledge, but a note is', () => {
    const parameter = (rest: string) =>
      labelled(
        withLines(
          `parameters: { p: { default: 1 day, background: true${rest} } }\nlooks-back: { parameter: p }`,
        ),
      );
    expect(parameter('')).toEqual(['warning parameters.p missing-note']);
    expect(parameter(', note: n')).toEqual([]);
  });
});

describe('What nothing uses', () => {
  it('is doubtful: parameters, services and clocks', () => {
    const text = withLines(
      'parameters: { p: { default: 1 day, source: s } }\nclocks: [{ id: c, start: VisitCompleted, source: s }]',
    ).replace('services: {', 'services: { other: { level: other },');
    expect(labelled(text)).toEqual([
      'warning services.other unused-service',
      'warning parameters.p unused-parameter',
      'warning clocks[0] unused-clock',
    ]);
  });

  it('does not count what a parameter names', () => {
    const text = withLines(
      'parameters: { p: { service: gp, source: s, local: { "0301": other } } }',
    )
      .replace('services: {', 'services: { other: { level: other },')
      .replace('holder: gp', 'holder: { parameter: p }');
    expect(labelled(text)).toEqual([]);
  });
});
