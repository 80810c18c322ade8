/** What is measured on one patient: waits, scores and money. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject, TimedFact, RecordedFact } from '#care-event';
import { bareDefinition } from '../definition/bare-definition.js';
import { calendarOfZone, intervalOf } from '#calendar';
import type { Definition } from '../definition/definition.js';
import type {
  InstrumentMeasure,
  Measures,
  MoneyMeasure,
  WaitMeasure,
} from '../definition/measure-rules.js';
import type { Parameter } from '../definition/element.js';
import { timelineOf } from '../assessment/journey-facts.js';
import type { JourneyMeasures } from './measures.js';
import { measuresOf } from './measures.js';
import type { EventPattern } from '../definition/pattern.js';

const ZONE = 'Europe/Oslo';
const on = (type: string): EventPattern[] => [{ type, where: [] }];

const WAIT: WaitMeasure = {
  id: 'to-treatment',
  title: '',
  from: on('Referred'),
  to: on('Treated'),
};
const ODI: InstrumentMeasure = {
  id: 'function',
  title: '',
  instrument: 'ODI',
  version: '2.1a',
  better: 'lower',
  smallestImportantChange: 10,
  lowest: 0,
  highest: 100,
};
const VISIT: MoneyMeasure = {
  id: 'visit',
  title: '',
  on: on('Treated'),
  payer: 'municipality',
  kind: 'cost',
  amount: 850,
  currency: 'NOK',
  basis: 'modelled',
};

const definition = (
  measures: Partial<Measures>,
  changes: Partial<Definition> = {},
): Definition => ({
  ...bareDefinition('p'),
  zone: ZONE,
  calendar: calendarOfZone(ZONE),
  measures: { waits: [], instruments: [], money: [], ...measures },
  ...changes,
});

type Reported = readonly [
  type: string,
  occurredAt: string,
  data?: JsonObject,
  more?: Partial<RecordedFact>,
];

const timed = (facts: readonly Reported[]): readonly TimedFact[] =>
  timelineOf(
    facts.map(([type, occurredAt, data = {}, more], index) => ({
      id: `${index + 1}`,
      source: 'urn:x',
      type,
      version: 1,
      occurredAt,
      data,
      recordedAt: 0,
      ...more,
    })),
    ZONE,
  ).facts;

const at = (text: string) => intervalOf(text, ZONE).start;

function measured(
  measures: Partial<Measures>,
  facts: readonly Reported[],
  now = '2026-12-31',
): JourneyMeasures {
  return measuresOf(definition(measures), timed(facts), { at: at(now) });
}

describe('a wait', () => {
  it('lasts from the first event to the first end after it', () => {
    const { waits } = measured({ waits: [WAIT] }, [
      ['Treated', '2026-02-27T10:00:00+01:00'],
      ['Referred', '2026-03-02T10:00:00+01:00'],
      ['Referred', '2026-03-09T10:00:00+01:00'],
      ['Treated', '2026-03-12T16:00:00+01:00'],
      ['Treated', '2026-03-19T16:00:00+01:00'],
    ]);
    expect(waits).toEqual([
      {
        wait: 'to-treatment',
        startedAt: at('2026-03-02T10:00:00+01:00'),
        startedBy: 'urn:x 2',
        startedWithin: intervalOf('2026-03-02T10:00:00+01:00', ZONE),
        endedAt: at('2026-03-12T16:00:00+01:00'),
        endedBy: 'urn:x 4',
        days: 10,
        seconds: 10 * 86_400 + 6 * 3_600,
      },
    ]);
  });

  it('is open until it ends, and so says nothing of an end', () => {
    const { waits } = measured({ waits: [WAIT] }, [['Referred', '2026-03-28']], '2026-03-30');
    expect(waits).toEqual([
      {
        wait: 'to-treatment',
        startedAt: at('2026-03-28'),
        startedBy: 'urn:x 1',
        startedWithin: intervalOf('2026-03-28', ZONE),
        days: 2,
        // Whole days, of which the night that the clocks change takes nothing.
        seconds: 2 * 86_400,
      },
    ]);
  });

  it('can come again after it has ended', () => {
    const { waits } = measured({ waits: [WAIT] }, [
      ['Referred', '2026-03-02'],
      ['Treated', '2026-03-04'],
      ['Referred', '2026-04-02'],
      ['Treated', '2026-04-05'],
    ]);
    expect(waits.map(({ days }) => days)).toEqual([2, 3]);
  });

  it('may be ended by an event of the same day of which the hour is not known', () => {
    const { waits } = measured({ waits: [WAIT] }, [
      ['Treated', '2026-03-02'],
      ['Referred', '2026-03-02T10:00:00+01:00'],
    ]);
    expect(waits).toMatchObject([{ endedBy: 'urn:x 1', days: 0, seconds: 0 }]);
  });

  it('is not ended by the event that began it', () => {
    const rule = { ...WAIT, to: on('Referred') };
    const { waits } = measured({ waits: [rule] }, [
      ['Referred', '2026-03-02'],
      ['Referred', '2026-03-05'],
    ]);
    expect(waits).toMatchObject([{ endedBy: 'urn:x 2', days: 3 }, { startedBy: 'urn:x 2' }]);
  });

  it('asks the conditions of its patterns, the age of the patient among them', () => {
    const young: EventPattern[] = [
      { type: 'Referred', where: [{ field: 'patient-age', is: 'between', below: 23 }] },
    ];
    const facts: Reported[] = [
      ['PatientRegistered', '2026-04-01', { born: '2005-06-01' }],
      ['Referred', '2026-03-02'],
    ];
    const rule = { ...WAIT, from: young };
    expect(measured({ waits: [rule] }, facts).waits).toHaveLength(1);
    expect(measured({ waits: [rule] }, facts.slice(1)).waits).toHaveLength(0);
  });
});

describe('the standard of a wait', () => {
  const limit = { amount: 10, unit: 'working-day' } as const;
  const standard = (within: NonNullable<WaitMeasure['standard']>['within']): WaitMeasure => ({
    ...WAIT,
    standard: { within, share: 0.92 },
  });

  it.each([
    ['2026-04-15', true],
    ['2026-04-15T23:59:59.999+02:00', true],
    ['2026-04-16', false],
  ])('counts as duties do: ended on %s, kept is %s', (end, withinStandard) => {
    const { waits } = measured({ waits: [standard(limit)] }, [
      ['Referred', '2026-03-27'],
      ['Treated', end],
    ]);
    const standardUntil = intervalOf('2026-04-15', ZONE).end;
    expect(waits).toMatchObject([{ standardUntil, withinStandard }]);
  });

  it('is undecided while it may still be kept, and broken once it cannot', () => {
    const open = (now: string) =>
      measured({ waits: [standard(limit)] }, [['Referred', '2026-03-27']], now).waits[0];
    expect(open('2026-04-15')).not.toHaveProperty('withinStandard');
    expect(open('2026-04-16')).toMatchObject({ withinStandard: false });
  });

  it('may be a parameter of the place where the patient lived when it began', () => {
    const parameter: Parameter = {
      id: 'wait',
      title: '',
      background: false,
      default: { kind: 'limit', limit: { amount: 2, unit: 'day' } },
      local: new Map([['4601', { kind: 'limit', limit: { amount: 9, unit: 'day' } }]]),
    };
    const facts: Reported[] = [
      ['PatientMoved', '2026-03-01', { municipality: '4601' }],
      ['Referred', '2026-03-02'],
      ['Treated', '2026-03-09', {}, { municipality: '0301' }],
      ['Referred', '2026-03-10'],
      ['Treated', '2026-03-13'],
    ];
    const waits = [standard({ parameter: 'wait' })];
    const local = definition({ waits }, { parameters: new Map([['wait', parameter]]) });
    const { waits: found } = measuresOf(local, timed(facts), { at: at('2026-12-31') });
    expect(found.map(({ withinStandard }) => withinStandard)).toEqual([true, false]);
  });
});

describe('an instrument', () => {
  const odi = (day: string, score: number, changes: JsonObject = {}): Reported => [
    'FunctionMeasured',
    day,
    { instrument: 'ODI', instrumentVersion: '2.1a', score, ...changes },
  ];
  const outcome = (rule: InstrumentMeasure, ...facts: Reported[]) =>
    measured({ instruments: [rule] }, facts).instruments[0];

  it('compares the last score with the first', () => {
    expect(
      outcome(ODI, odi('2026-03-02', 44), odi('2026-04-02', 60), odi('2026-05-02', 30)),
    ).toEqual({
      instrument: 'function',
      baseline: { score: 44, at: at('2026-03-02'), fact: 'urn:x 1' },
      latest: { score: 30, at: at('2026-05-02'), fact: 'urn:x 3' },
      change: -14,
      outcome: 'improved',
      leftOut: 0,
    });
  });

  it.each<[number, number, InstrumentMeasure['better'], string]>([
    [44, 34, 'lower', 'improved'],
    [44, 35, 'lower', 'unchanged'],
    [44, 53, 'lower', 'unchanged'],
    [44, 54, 'lower', 'worse'],
    [44, 54, 'higher', 'improved'],
    [44, 34, 'higher', 'worse'],
    [44, 44, 'higher', 'unchanged'],
  ])('says of %d and then %d, where %s is better: %s', (first, last, better, expected) => {
    const found = outcome({ ...ODI, better }, odi('2026-03-02', first), odi('2026-04-02', last));
    expect(found?.outcome).toBe(expected);
  });

  it('is not thrown off by the rounding of decimals', () => {
    const rule = { ...ODI, smallestImportantChange: 0.1 };
    const found = outcome(rule, odi('2026-03-02', 0.3), odi('2026-04-02', 0.2));
    expect([found?.outcome, found?.change]).toEqual(['improved', -0.1]);
  });

  it('is not measured without a follow-up, and never improved', () => {
    const found = outcome(ODI, odi('2026-03-02', 44));
    expect(found).toMatchObject({ baseline: { score: 44 }, outcome: 'not-measured' });
    expect(found).not.toHaveProperty('change');
    expect(outcome(ODI)).toEqual({ instrument: 'function', outcome: 'not-measured', leftOut: 0 });
  });

  it('leaves out scores of another version, of none, and off the scale', () => {
    const found = outcome(
      ODI,
      odi('2026-03-02', 44),
      odi('2026-04-02', 10, { instrumentVersion: '1.0' }),
      ['FunctionMeasured', '2026-04-03', { instrument: 'ODI', score: 10 }],
      odi('2026-04-04', 101),
    );
    expect(found).toMatchObject({ outcome: 'not-measured', leftOut: 3 });
  });

  it('takes no notice of other instruments', () => {
    const found = outcome(
      ODI,
      odi('2026-03-02', 44),
      odi('2026-04-02', 10, { instrument: 'NPRS' }),
    );
    expect(found).toMatchObject({ outcome: 'not-measured', leftOut: 0 });
  });
});

describe('money', () => {
  it('is summed per payer, currency and basis, costs and savings apart', () => {
    const money: MoneyMeasure[] = [
      VISIT,
      { ...VISIT, id: 'aid', on: on('AidGiven'), amount: 0.1 },
      {
        ...VISIT,
        id: 'sick-pay',
        on: on('ReturnedToWork'),
        payer: 'NAV',
        kind: 'saving',
        amount: 1_200,
      },
      { ...VISIT, id: 'recorded', on: on('Treated'), basis: 'recorded', amount: 900 },
      { ...VISIT, id: 'abroad', on: on('Treated'), currency: 'EUR', amount: 70 },
      { ...VISIT, id: 'back', on: on('ReturnedToWork'), kind: 'saving', amount: 100 },
    ];
    const facts: Reported[] = [
      ['Treated', '2026-03-02'],
      ['Treated', '2026-03-09'],
      ['AidGiven', '2026-03-09'],
      ['AidGiven', '2026-03-10'],
      ['AidGiven', '2026-03-11'],
      ['ReturnedToWork', '2026-04-01'],
    ];
    const found = measured({ money }, facts).money;
    expect(found.map(({ items: _items, ...sums }) => sums)).toEqual([
      { payer: 'municipality', currency: 'NOK', basis: 'modelled', cost: 1_700.3, saving: 100 },
      { payer: 'NAV', currency: 'NOK', basis: 'modelled', cost: 0, saving: 1_200 },
      { payer: 'municipality', currency: 'NOK', basis: 'recorded', cost: 1_800, saving: 0 },
      { payer: 'municipality', currency: 'EUR', basis: 'modelled', cost: 140, saving: 0 },
    ]);
    expect(found[0]?.items).toEqual([
      { money: 'visit', kind: 'cost', events: 2, sum: 1_700 },
      { money: 'aid', kind: 'cost', events: 3, sum: 0.3 },
      { money: 'back', kind: 'saving', events: 1, sum: 100 },
    ]);
  });
});

describe('the measures of a journey', () => {
  const all = { waits: [WAIT], instruments: [ODI], money: [VISIT] };

  it('leave out what is addressed to another pathway, began before it, or has not happened yet', () => {
    const facts = timed([
      ['Treated', '2026-01-02'],
      ['Treated', '2026-03-02', {}, { pathway: 'other' }],
      ['Treated', '2026-03-03', {}, { pathway: 'p' }],
      ['Treated', '2026-05-02'],
    ]);
    const { money } = measuresOf(definition(all), facts, {
      at: at('2026-04-01'),
      since: at('2026-02-01'),
    });
    expect(money).toMatchObject([{ cost: 850 }]);
  });

  it('say which of them there was anything to measure for', () => {
    const touched = new Set<string>();
    const facts: Reported[] = [['Referred', '2026-03-02']];
    measuresOf(definition(all), timed(facts), { at: at('2026-04-01'), touched });
    expect([...touched]).toEqual(['measures/waits/to-treatment']);
    facts.push(
      ['Treated', '2026-03-03'],
      ['X', '2026-03-03', { instrument: 'ODI', instrumentVersion: '2.1a', score: 4 }],
    );
    measuresOf(definition(all), timed(facts), { at: at('2026-04-01'), touched });
    expect([...touched]).toEqual([
      'measures/waits/to-treatment',
      'measures/instruments/function',
      'measures/money/visit',
    ]);
  });
});
