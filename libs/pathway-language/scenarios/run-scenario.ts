/** Runs one scenario: where the patient stands at each instant asked about, and what differs. */
import type { RecordedFact } from '#care-event';
import {
  type Definition,
  Journey,
  type JourneyOptions,
  type RulesSource,
  withDirectory,
} from '#pathway';
import { askedJourney } from './asked-journeys.js';
import { compareCustody } from './compare-custody.js';
import { compareDuties, compareHandovers } from './compare-instances.js';
import { compareMeasures } from './compare-measures.js';
import { compareReadings } from './compare-readings.js';
import { comparePosition } from './compare-position.js';
import { Comparison } from './comparison.js';
import type { Failure } from './comparison.js';
import { FactFormatter } from './fact-formatter.js';
import { replayDecisions, voidsByDuty } from './replay.js';
import type { Expectation, Scenario } from './scenario.js';

/**
 * What is not as the scenario expects; empty when all is.
 * @param touched takes the keys of the rules that were used, as `ruleKeys` lists them
 */
export function runScenario(
  definition: Definition,
  scenario: Scenario,
  touched: Set<string>,
): readonly Failure[] {
  const formatter = new FactFormatter(scenario.facts, definition.zone);
  const source = withDirectory(definition, scenario.directory);
  return scenario.expectations.flatMap((expectation) =>
    failuresOf({ definition, source, facts: scenario.facts, formatter, touched }, expectation),
  );
}

interface Run {
  readonly definition: Definition;
  readonly source: RulesSource;
  readonly facts: readonly RecordedFact[];
  readonly formatter: FactFormatter;
  readonly touched: Set<string>;
}

function failuresOf(
  { definition, source, facts, formatter, touched }: Run,
  expectation: Expectation,
): readonly Failure[] {
  const { at, knownAt = Infinity } = expectation;
  const known = facts.filter(({ recordedAt }) => recordedAt <= knownAt);
  const journey = journeyOf(source, known, { touched });
  const key = keyAsked(expectation);
  const assessment = askedJourney(journey, at, key);
  const comparison = new Comparison(expectation, formatter);
  const decisions = replayDecisions(source, known);
  comparePosition(assessment, definition, comparison);
  compareCustody(assessment, comparison);
  compareDuties(assessment, definition, voidsByDuty(decisions, at, key), comparison);
  compareHandovers(assessment, definition, comparison);
  compareReadings(assessment, comparison);
  compareMeasures(definition, known, touched, comparison);
  const reversed = askedJourney(journeyOf(source, known.toReversed()), at, key);
  // No definition can bring this about: it would be a fault of the program.
  if (JSON.stringify(reversed) !== JSON.stringify(assessment)) {
    const found = 'a different one when the events arrive in reverse order';
    comparison.fail(['at'], 'the same answer in whatever order events arrive', found, () => []);
  }
  return comparison.failures;
}

function keyAsked({ yaml: { key } }: Expectation): string | undefined {
  return key === '-' ? '' : key;
}

function journeyOf(
  source: RulesSource,
  facts: readonly RecordedFact[],
  options?: JourneyOptions,
): Journey {
  const journey = new Journey(source, options);
  for (const fact of facts) journey.add(fact);
  return journey;
}
