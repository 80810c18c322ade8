/** Clocks, queues, handovers and measures, as scenarios expect them and as failures tell them. */
import { describe, expect, it } from '@jest/globals';
import { definitionIn, file, run } from './scenario-text.spec.support.js';

const RICH = definitionIn(`pathway: back
version: 1
zone: Europe/Oslo
services: { gp: { level: municipal }, clinic: { level: specialist } }
parameters: { answer: { default: 10 days, local: { "0301": 5 days } } }
entry: { events: FirstContactMade }
stages: [{ id: first, holder: gp }, { id: second, holder: clinic }]
duties:
  - id: treated
    from: ReferralReceived
    until: TreatmentStarted
    within: 18 weeks
    owner: clinic
    clock: rtt
    applies: { patient-age: { at-least: 18 } }
clocks:
  - id: rtt
    start: ReferralReceived
    pause: ClockPaused
    resume: ClockResumed
    stop: TreatmentStarted
handovers:
  - id: over
    when: ReferralSent
    from: gp
    to: clinic
    answer-within: { parameter: answer }
    accepted: { by: ResponsibilityAccepted, opens: second }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
queues:
  - id: line
    joins: ReferralReceived
    served: TreatmentStarted
    urgency: { field: urgency, order: [urgent, routine] }
measures:
  waits: [{ id: wait, from: ReferralReceived, to: TreatmentStarted }]
  instruments: [{ id: odi, instrument: ODI, version: "2.1a", better: lower, smallest-important-change: 10 }]
  money:
    - { id: visit, on: VisitCompleted, payer: municipality, kind: cost, amount: 850, currency: NOK, basis: modelled }
    - { id: spared, on: ReturnedToWork, payer: municipality, kind: saving, amount: 200, currency: NOK, basis: modelled }
`);

const RECEIVED =
  '{ on: 2026-03-02 09:00, event: ReferralReceived, data: { urgency: routine }, id: received }';
const PAUSED = '{ on: 2026-03-05 10:00, event: ClockPaused, id: paused }';
const RESUMED = '{ on: 2026-03-09 10:00, event: ClockResumed }';
const TREATED = '{ on: 2026-03-16 09:00, event: TreatmentStarted, id: treated }';

/** What fails after a first contact and these events. */
function failing(given: readonly string[], expected: string, more = '') {
  const contact = '{ on: 2026-03-01, event: FirstContactMade }';
  return run(file([contact, ...given], [`{ ${expected} }`], more), RICH).failures;
}

describe('A clock', () => {
  it('is described by its state and its local days, with and without pauses', () => {
    const given = [RECEIVED, PAUSED, RESUMED, TREATED];
    // 2 to 5 and 9 to 16 March, and the three days between.
    const clock = 'clocks: { rtt: { state: stopped, days: 12, raw-days: 15 } }';
    expect(failing(given, `at: 2026-04-01 12:00, ${clock}`)).toEqual([]);
    const paused = 'clocks: { rtt: { state: paused, days: 4, raw-days: 6 } }';
    expect(failing(given, `at: 2026-03-07 12:00, ${paused}`)).toEqual([]);
    const unpaused = 'clocks: { rtt: { state: running, days: 6, raw-days: 6 } }';
    expect(failing([RECEIVED], `at: 2026-03-07 12:00, ${unpaused}`)).toEqual([]);
  });

  it('that differs is reported with its pauses', () => {
    const clock = 'clocks: { rtt: { days: 5 } }';
    expect(failing([RECEIVED, PAUSED], `at: 2026-03-07 12:00, ${clock}`)).toMatchObject([
      {
        what: 'clocks.rtt.days',
        expected: '5',
        found: '4',
        because: [
          'started 2026-03-02 09:00',
          'paused 2026-03-05 10:00 by ClockPaused (paused) on 2026-03-05 10:00',
        ],
      },
    ]);
  });

  it('that stands leaves its duty without a due time', () => {
    const expected = 'duties: { treated: { paused: true, due: 2026-07-06 } }';
    const born = '    patient: { born: 1980 }\n';
    expect(failing([RECEIVED, PAUSED], `at: 2026-03-07 12:00, ${expected}`, born)).toMatchObject([
      { what: 'duties.treated.due', found: 'none' },
    ]);
  });
});

describe('The age of the patient', () => {
  const expected = (state: string) => `at: 2026-03-07 12:00, duties: { treated: ${state} }`;

  it('comes from the year, month or day of birth', () => {
    const born = (text: string) => `    patient: { born: ${text} }\n`;
    expect(failing([RECEIVED], expected('not-yet-due'), born('2008-03-02'))).toEqual([]);
    expect(failing([RECEIVED], expected('not-applicable'), born('2008-03-03'))).toEqual([]);
    expect(failing([RECEIVED], expected('not-applicable'))).toEqual([]);
  });
});

describe('A queue', () => {
  it('is described by rank, waiting and outcome', () => {
    const at = (day: string, expected: string) =>
      failing([RECEIVED, TREATED], `at: ${day} 12:00, queues: { line: { ${expected} } }`);
    expect(at('2026-03-03', 'rank: 1, waiting: true')).toEqual([]);
    expect(at('2026-03-17', 'rank: 1, waiting: false, outcome: served')).toEqual([]);
    expect(at('2026-03-03', 'rank: 0')).toMatchObject([
      { found: '1', because: [expect.stringContaining('ReferralReceived (received)')] },
    ]);
  });
});

describe('A handover', () => {
  const SENT = '{ on: 2026-03-02 09:00, event: ReferralSent, data: { referral: r1 } }';
  const at = (expected: string, more = '') =>
    failing([SENT], `at: 2026-03-12 12:00, handovers: { over: ${expected} }`, more);

  it('is described by its state, its services and when an answer is due', () => {
    const details = '{ state: offered, from: gp, to: clinic, answer-due: 2026-03-12, late: false }';
    expect(at(details)).toEqual([]);
    expect(at('[offered]')).toEqual([]);
    expect(at('silent', '    municipality: "0301"\n')).toEqual([]);
  });

  it('is described by its attempt, by reminders, and to whom it was escalated', () => {
    const accepted = '{ on: 2026-03-16 09:00, event: ResponsibilityAccepted }';
    const later = (given: readonly string[], expected: string) =>
      failing(given, `at: 2026-03-17 12:00, handovers: { over: ${expected} }`);
    const details = '{ state: silent, attempt: 1, reminded: 1, escalated-to: [] }';
    expect(later([SENT], details)).toEqual([]);
    expect(later([SENT], '{ reminded: 0 }')).toMatchObject([
      { what: 'handovers.over.reminded', found: '1' },
    ]);
    expect(later([SENT], '{ escalated-to: [gp] }')).toMatchObject([
      { what: 'handovers.over.escalated-to', expected: 'gp', found: 'none' },
    ]);
    expect(later([SENT, accepted], '{ state: accepted, late: true }')).toEqual([]);
  });

  it('that differs is reported with its offer', () => {
    expect(at('accepted')).toMatchObject(
      [
        { what: 'handovers.over', found: 'offered', because: [/from gp to clinic/, /2026-03-12/] },
      ].map((failure) => ({
        ...failure,
        because: failure.because.map((one) => expect.stringMatching(one)),
      })),
    );
    expect(at('none')).toMatchObject([{ expected: 'none', found: 'offered' }]);
    expect(at('[offered, offered]')).toMatchObject([{ found: 'offered' }]);
  });
});

describe('What is measured', () => {
  const measures = (given: readonly string[], expected: string) =>
    failing(given, `at: 2026-03-17 12:00, measures: { ${expected} }`);

  it('is a wait in the unit in which it is expected', () => {
    for (const wait of ['14 days', '2 weeks', '336 hours']) {
      expect(measures([RECEIVED, TREATED], `waits: { wait: ${wait} }`)).toEqual([]);
    }
    expect(measures([RECEIVED], 'waits: { wait: 15 days so far }')).toEqual([]);
    expect(measures([], 'waits: { wait: none }')).toEqual([]);
    expect(measures([RECEIVED, TREATED], 'waits: { wait: 13 days }')).toMatchObject([
      { what: 'measures.waits.wait', expected: '13 days', found: '14 days' },
    ]);
  });

  it('is a list of waits where there are several', () => {
    const again = '{ on: 2026-03-17 09:00, event: ReferralReceived }';
    const given = [RECEIVED, TREATED, again];
    expect(measures(given, 'waits: { wait: [14 days, 0 days so far] }')).toEqual([]);
    expect(measures(given, 'waits: { wait: 14 days }')).toHaveLength(1);
  });

  it('is what became of a score', () => {
    const score = (day: number, value: number) =>
      `{ on: 2026-03-0${day}, event: FunctionMeasured, data: { instrument: ODI, instrumentVersion: 2.1a, score: ${value} } }`;
    const given = [score(2, 40), score(9, 20)];
    expect(measures(given, 'instruments: { odi: improved }')).toEqual([]);
    expect(measures(given.slice(0, 1), 'instruments: { odi: not-measured }')).toEqual([]);
    expect(measures(given, 'instruments: { odi: worse }')).toMatchObject([
      {
        found: 'improved',
        because: [/first 40/, /latest 20/].map((one) => expect.stringMatching(one)),
      },
    ]);
  });

  it('is money by payer, savings apart', () => {
    const visit = (day: number) => `{ on: 2026-03-0${day}, event: VisitCompleted }`;
    const back = '{ on: 2026-03-10, event: ReturnedToWork }';
    expect(measures([visit(2), visit(3)], 'money: { municipality: 1700 NOK }')).toEqual([]);
    const both = 'money: { municipality: "850 NOK, 200 NOK saved" }';
    expect(measures([visit(2), back], both)).toEqual([]);
    expect(measures([], 'money: { municipality: 850 NOK }')).toMatchObject([{ found: 'none' }]);
  });
});

describe('Custody', () => {
  const GIVEN = [
    '{ on: 2026-03-02 09:00, event: ReferralSent }',
    '{ on: 2026-03-04 09:00, event: ResponsibilityAccepted, data: { person: nurse-1 } }',
  ];
  const at = (expected: string) => failing(GIVEN, `at: 2026-03-12 12:00, custody: ${expected}`);

  it('is a list of services, one after the other, or of when and how each took over', () => {
    expect(at('[gp, clinic]')).toEqual([]);
    const spell =
      '{ holder: clinic, from: 2026-03-04, taken: acceptance, handover: over, person: nurse-1 }';
    expect(at(`[{ holder: gp, taken: entry }, ${spell}]`)).toEqual([]);
  });

  it('that went another way is reported with how it went', () => {
    expect(at('[gp]')).toMatchObject([
      {
        what: 'custody',
        expected: 'gp',
        found: 'gp, clinic',
        because: [
          expect.stringContaining('gp held the patient from 2026-03-01 00:00: entry'),
          expect.stringContaining(
            'clinic held the patient from 2026-03-04 09:00: acceptance of over',
          ),
        ],
      },
    ]);
    expect(at('[gp, { holder: clinic, from: 2026-03-05 }]')).toMatchObject([
      { what: 'custody[1].from', found: '2026-03-04' },
    ]);
    expect(at('[gp, { holder: clinic, taken: deed }]')).toMatchObject([
      { what: 'custody[1].taken', found: 'acceptance' },
    ]);
  });
});
