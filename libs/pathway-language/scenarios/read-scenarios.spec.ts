/** What is wrong with a file of scenarios is reported at its position, with what to do. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { file, problemsOf } from './scenario-text.spec.support.js';

const ONSET = '{ on: 2026-03-02, event: SymptomOnsetReported, id: onset }';
const OPEN = '{ at: 2026-04-01 12:00, state: open }';

/** What may stand by mistake where something else belongs. */
const PIECES = [
  ': ',
  '[]',
  '{}',
  'null',
  '-1',
  '"',
  '\n',
  '- ',
  '2026-13',
  '0001-01',
  '1e9',
  '&a',
  '*a',
];

/** The only problem of a file with this event after the onset. */
const withEvent = (event: string) => problemsOf(file([ONSET, event], [OPEN]));

/** The only problem of a file with this expectation. */
const expecting = (expected: string) => problemsOf(file([ONSET], [expected]));

describe('A file of scenarios', () => {
  it('that is well-formed has no problems', () => {
    expect(problemsOf(file([ONSET], [OPEN]))).toEqual([]);
  });

  it('has to be about the pathway beside which it stands', () => {
    const text = file([ONSET], [OPEN]).replace('pathway: back', 'pathway: hip');
    expect(problemsOf(text)).toMatchObject([{ line: 1, code: 'other-pathway' }]);
  });

  it('has no two scenarios of one id', () => {
    const text = file([ONSET], [OPEN]);
    const twice = text + text.slice(text.indexOf('  - id: one'));
    expect(problemsOf(twice)).toMatchObject([{ code: 'duplicate-id', path: 'scenarios[1].id' }]);
  });

  it.each([
    ['not: [yaml', 'not-yaml'],
    ['', 'wrong-type'],
    ['pathway: back', 'missing-key'],
  ])('cannot be %j', (text, code) => {
    expect(problemsOf(text)[0]).toMatchObject({ code, severity: 'error' });
  });
});

describe('Any text at all', () => {
  const good = file(
    [ONSET],
    ['{ at: 2026-04-01 12:00, duties: { plan: [met, { due: 2026-04 }] } }'],
  );
  const spoilt = fc
    .tuple(fc.nat(good.length), fc.nat(30), fc.oneof(fc.string(), fc.constantFrom(...PIECES)))
    .map(([from, length, text]) => good.slice(0, from) + text + good.slice(from + length));

  it('is read, or refused with problems that have a place', () => {
    fc.assert(
      fc.property(fc.oneof({ weight: 5, arbitrary: spoilt }, fc.string()), (text) => {
        for (const { line, column } of problemsOf(text)) {
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });

  it('cannot make the reader work for long by way of aliases', () => {
    const bomb = Array.from({ length: 30 }, (_, n) => {
      const items = n === 0 ? 'x' : `*a${n - 1}, *a${n - 1}`;
      return `a${n}: &a${n} [${items}]`;
    });
    expect(problemsOf(bomb.join('\n'))).toMatchObject([{ code: 'too-many-aliases' }]);
  });
});

describe('An event that is given', () => {
  it('of an unknown type is reported where it stands, with the nearest known one', () => {
    expect(withEvent('{ on: 2026-03-03, event: RehabPlanAgred }')).toMatchObject([
      {
        line: 7,
        column: 34,
        path: 'scenarios[0].given[1].event',
        code: 'unknown-event-type',
        advice: 'did you mean RehabPlanAgreed?',
      },
    ]);
  });

  it('needs the fields without which others mean nothing', () => {
    const event = '{ on: 2026-03-03, event: AspectAssessed, data: { score: 14 } }';
    const path = 'scenarios[0].given[1].data';
    expect(withEvent(event)).toMatchObject([
      { path, code: 'wrong-data', message: 'the field instrument is required beside "score"' },
      { path, message: 'the field instrumentVersion is required beside "score"' },
    ]);
  });

  it('that makes another void has to say which', () => {
    expect(withEvent('{ on: 2026-03-03, event: EventCorrected }')).toMatchObject([
      { path: 'scenarios[0].given[1]', code: 'wrong-event' },
    ]);
  });

  it('of another pathway may have a type that only that one knows', () => {
    expect(withEvent('{ on: 2026-03-03, event: Foreign, pathway: other }')).toEqual([]);
  });

  it.each([
    ['data: { result: maybe }', 'scenarios[0].given[1].data.result', /expected one of/],
    ['data: { resutl: negative }', 'scenarios[0].given[1].data.resutl', /did you mean "result"/],
  ])('is checked against the schema of its type: %s', (data, path, message) => {
    expect(withEvent(`{ on: 2026-03-03, event: RedFlagScreened, ${data} }`)).toMatchObject([
      { path, code: 'wrong-data', message: expect.stringMatching(message) },
    ]);
  });

  it('at a time on the clock that does not exist is refused', () => {
    const event = '{ on: 2026-03-29 03:30, event: FirstContactMade }';
    expect(withEvent(event)).toMatchObject([
      { path: 'scenarios[0].given[1].on', code: 'invalid-time' },
    ]);
  });

  it('is recorded at an instant, not on a day', () => {
    const event = '{ on: 2026-03-03, event: FirstContactMade, recorded: 2026-03-04 }';
    expect(withEvent(event)).toMatchObject([
      { path: 'scenarios[0].given[1].recorded', code: 'invalid-time' },
    ]);
  });

  it('can only correct one that stands above it', () => {
    const correct = (id: string) =>
      withEvent(`{ on: 2026-03-03, event: SymptomOnsetReported, corrects: ${id} }`);
    expect(correct('onset')).toEqual([]);
    expect(correct('onse')).toMatchObject([
      { code: 'unknown-event-id', advice: 'did you mean onset?' },
    ]);
    expect(correct('later')).toMatchObject([{ code: 'unknown-event-id' }]);
  });

  it('may be sent twice, but not with another content', () => {
    expect(withEvent(ONSET)).toEqual([]);
    expect(withEvent(ONSET.replace('03-02', '03-03'))).toMatchObject([{ code: 'duplicate-id' }]);
  });

  it('needs the number of its municipality in quotes', () => {
    const event = '{ on: 2026-03-03, event: FirstContactMade, municipality: 0301 }';
    expect(withEvent(event)).toMatchObject([
      { code: 'wrong-type', advice: expect.stringContaining('quotes') },
    ]);
  });
});

describe('A patient', () => {
  it.each(['1980', '1980-05', '1980-05-17'])('may be born %s', (born) => {
    expect(problemsOf(file([ONSET], [OPEN], `    patient: { born: ${born} }\n`))).toEqual([]);
  });

  it('cannot be born in a month that does not exist', () => {
    const text = file([ONSET], [OPEN], '    patient: { born: 1980-13 }\n');
    expect(problemsOf(text)).toMatchObject([{ path: 'scenarios[0].patient.born' }]);
  });
});

describe('An expectation', () => {
  it.each([
    ['stage: rehab', 'unknown-stage', 'stage'],
    ['holder: genral', 'unknown-service', 'holder'],
    ['milestones: [planed]', 'unknown-milestone', 'milestones[0]'],
    ['deviations: [screend]', 'unknown-rule', 'deviations[0]'],
    ['interrupts: [x]', 'unknown-interrupt', 'interrupts[0]'],
    ['duties: { pla: met }', 'unknown-duty', 'duties.pla'],
    ['duties: { plan: { owner: x } }', 'unknown-service', 'duties.plan.owner'],
    [
      'duties: { plan: [{ escalated-to: [x] }] }',
      'unknown-service',
      'duties.plan[0].escalated-to[0]',
    ],
    ['handovers: { x: accepted }', 'unknown-handover', 'handovers.x'],
    ['clocks: { x: { days: 1 } }', 'unknown-clock', 'clocks.x'],
    ['queues: { x: { rank: 1 } }', 'unknown-queue', 'queues.x'],
    ['measures: { waits: { x: [1 day] } }', 'unknown-wait', 'measures.waits.x'],
    ['measures: { money: { x: 1 NOK } }', 'unknown-payer', 'measures.money.x'],
  ])('cannot name what the definition has not: %s', (expected, code, path) => {
    expect(expecting(`{ at: 2026-04-01 12:00, ${expected} }`)).toMatchObject([
      { line: 8, code, path: `scenarios[0].expect[0].${path}`, advice: expect.any(String) },
    ]);
  });

  it.each([
    ['at: 2026-04-01, state: open', 'invalid-time'],
    ['at: 2026-04-01 12:00, known-at: 2026-04, state: open', 'invalid-time'],
    ['at: 2026-04-01 12:00, duties: { plan: { due: soon } }', 'invalid-time'],
    ['at: 2026-04-01 12:00', 'empty'],
    ['state: open', 'missing-key'],
    ['at: 2026-04-01 12:00, stat: open', 'unknown-key'],
    ['at: 2026-04-01 12:00, state: opened', 'wrong-value'],
    ['at: 2026-04-01 12:00, duties: { plan: mett }', 'wrong-value'],
    ['at: 2026-04-01 12:00, duties: { plan: [{ statte: met }] }', 'unknown-key'],
  ])('cannot be { %s }', (expected, code) => {
    expect(expecting(`{ ${expected} }`)).toMatchObject([{ code }]);
  });

  it('may name a deviation by its rule or by its kind', () => {
    expect(expecting('{ at: 2026-04-01 12:00, deviations: [screened, after-close] }')).toEqual([]);
  });
});
