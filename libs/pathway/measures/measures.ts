/**
 * What a definition measures, on one patient: waits, scores and money. What is not known
 * stays not known: an open wait says so, and without a follow-up nobody has improved.
 */
import { birthAmong, PatientAge, type TimedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import type { JourneyRecord, MeasuredFact } from './journey-record.js';
import { measuredInstrument } from './measured-instrument.js';
import type { MeasuredInstrument } from './measured-instrument.js';
import { measuredMoney } from './measured-money.js';
import type { MeasuredMoney } from './measured-money.js';
import { measuredWaits } from './measured-waits.js';
import type { MeasuredWait } from './measured-waits.js';
import { municipalityIn } from '../definition/parameters.js';
import { keyIn } from '../definition/episode-key.js';
import { concerns, rulesOf } from '../rules/pathway-rules.js';
import { meets } from '../definition/pattern.js';

export interface JourneyMeasures {
  /** By wait in the definition's order, oldest first. */
  readonly waits: readonly MeasuredWait[];
  /** One for each instrument of the definition. */
  readonly instruments: readonly MeasuredInstrument[];
  /** One for each payer, currency and basis that the definition names. */
  readonly money: readonly MeasuredMoney[];
}

export interface MeasuringOptions {
  /** Ms since the epoch: what started later is left out, and open waits last until then. */
  readonly at: number;
  /** What started earlier is left out, such as what came before the entry. */
  readonly since?: number;
  /** Gets the keys of the measures for which there was anything to measure. */
  readonly touched?: Set<string>;
}

/**
 * @param timeline all facts of the patient that stand, in order, as `timelineOf` gives them;
 *   those that do not concern the pathway are ignored here
 */
export function measuresOf(
  definition: Definition,
  timeline: readonly TimedFact[],
  { at, since = -Infinity, touched }: MeasuringOptions,
): JourneyMeasures {
  const age = new PatientAge(birthAmong(timeline), definition.zone);
  const journey: JourneyRecord = {
    definition,
    facts: located(timeline, definition, age).filter(
      ({ timed: { start } }) => since <= start && start <= at,
    ),
    at,
    fits: (patterns, { fact, start }) =>
      patterns.some(({ type, where }) => {
        return type === fact.type && (where.length === 0 || meets(where, fact.data, age.at(start)));
      }),
  };
  const { waits, instruments, money } = definition.measures;
  const measures = {
    waits: waits.flatMap((rule) => byKey(journey).flatMap((one) => measuredWaits(rule, one))),
    instruments: instruments.map((rule) => measuredInstrument(rule, journey)),
    money: measuredMoney(money, journey),
  };
  if (touched !== undefined) touch(touched, measures);
  return measures;
}

/** Where episodes have a key, who waits for two things at once has two waits. */
function byKey(journey: JourneyRecord): readonly JourneyRecord[] {
  const fields = journey.definition.episodes?.key?.fields;
  if (fields === undefined) return [journey];
  const keys = Map.groupBy(journey.facts, ({ timed }) => keyIn(timed.fact.data, fields));
  return [...keys.values()].map((facts) => ({ ...journey, facts }));
}

function located(
  timeline: readonly TimedFact[],
  definition: Definition,
  age: PatientAge,
): MeasuredFact[] {
  const rules = rulesOf(definition);
  let municipality: string | undefined;
  const facts: MeasuredFact[] = [];
  for (const fact of timeline) {
    if (!concerns(fact.fact, rules)) continue;
    municipality = municipalityIn(fact.fact) ?? municipality;
    if (rules.isAbout(fact, age)) facts.push({ timed: fact, municipality });
  }
  return facts;
}

function touch(touched: Set<string>, { waits, instruments, money }: JourneyMeasures): void {
  for (const { wait } of waits) touched.add(`measures/waits/${wait}`);
  for (const { instrument, baseline } of instruments) {
    if (baseline !== undefined) touched.add(`measures/instruments/${instrument}`);
  }
  for (const { items } of money) {
    for (const item of items) if (item.events > 0) touched.add(`measures/money/${item.money}`);
  }
}
