/** Holds waits, scores and money against a scenario, as the definition measures them. */
import type { RecordedFact } from '#care-event';
import {
  type Definition,
  type JourneyMeasures,
  type MeasuredWait,
  measuresOf,
  timelineOf,
} from '#pathway';
import type { Comparison } from './comparison.js';
import { formatList } from './comparison.js';

export function compareMeasures(
  definition: Definition,
  known: readonly RecordedFact[],
  touched: Set<string>,
  comparison: Comparison,
): void {
  const { yaml, at } = comparison.expectation;
  const { facts: placed } = timelineOf(known, definition.zone);
  const measures = measuresOf(definition, placed, { at, touched });
  const { waits = {}, instruments = {}, money = {} } = yaml.measures ?? {};
  for (const [id, expected] of Object.entries(waits)) {
    compareWaits(id, expected, measures, comparison);
  }
  for (const [id, expected] of Object.entries(instruments)) {
    compareInstrument(id, expected, measures, comparison);
  }
  for (const [payer, expected] of Object.entries(money)) {
    comparison.value(['measures', 'money', payer], expected, moneyText(payer, measures), () =>
      measures.money
        .filter((ledger) => ledger.payer === payer)
        .flatMap(({ items }) => items)
        .map(({ money: id, events, sum }) => `${id}: ${events} events, ${sum}`),
    );
  }
}

/** All waits, each in the unit in which it is expected. */
function compareWaits(
  id: string,
  yaml: string | readonly string[],
  { waits }: JourneyMeasures,
  comparison: Comparison,
): void {
  const ours = waits.filter(({ wait }) => wait === id);
  const expected = (typeof yaml === 'string' ? [yaml] : yaml).filter((one) => one !== 'none');
  const found = ours.map((wait, index) => waitText(wait, expected[index] ?? ''));
  const path = ['measures', 'waits', id];
  comparison.value(path, formatList(expected), formatList(found), () => {
    const { formatter } = comparison;
    return ours.map(({ startedBy, endedBy }) => {
      const end = endedBy === undefined ? 'still open' : `ended by ${formatter.fact(endedBy)}`;
      return `began with ${formatter.fact(startedBy)}, ${end}`;
    });
  });
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3_600 };

/** Days are local days moved on; minutes and hours are those that are full. */
function waitText({ days, seconds, endedAt }: MeasuredWait, expected: string): string {
  const [, unit = 'day'] = /^\d+ (minute|hour|day|week)/.exec(expected) ?? [];
  const inUnit = UNIT_SECONDS[unit];
  const end = endedAt === undefined ? ' so far' : '';
  if (inUnit !== undefined) return `${counted(Math.floor(seconds / inUnit), unit)}${end}`;
  if (unit === 'week' && days % 7 === 0) return `${counted(days / 7, unit)}${end}`;
  return `${counted(days, 'day')}${end}`;
}

function counted(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

function compareInstrument(
  id: string,
  expected: string,
  { instruments }: JourneyMeasures,
  comparison: Comparison,
): void {
  const found = instruments.find(({ instrument }) => instrument === id);
  comparison.value(['measures', 'instruments', id], expected, found?.outcome, () => {
    const { formatter } = comparison;
    const formatScore = (name: string, score: { readonly score: number; readonly fact: string }) =>
      `${name} ${score.score} by ${formatter.fact(score.fact)}`;
    return [
      ...(found?.baseline === undefined
        ? ['no score counts']
        : [formatScore('first', found.baseline)]),
      ...(found?.latest === undefined ? [] : [formatScore('latest', found.latest)]),
      ...(found === undefined || found.leftOut === 0 ? [] : [`${found.leftOut} scores left out`]),
    ];
  });
}

/** Costs, then what was saved; currencies and recorded and modelled sums apart. */
function moneyText(payer: string, { money }: JourneyMeasures): string {
  const sums = money
    .filter((ledger) => ledger.payer === payer)
    .flatMap(({ currency, cost, saving }) => [
      ...(cost === 0 ? [] : [`${cost} ${currency}`]),
      ...(saving === 0 ? [] : [`${saving} ${currency} saved`]),
    ]);
  return sums.length === 0 ? 'none' : sums.join(', ');
}
