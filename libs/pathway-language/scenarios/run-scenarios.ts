/** Runs all scenarios of a definition and tells which of its rules none of them touched. */
import type { Definition } from '#pathway';
import type { Failure } from './comparison.js';
import { keysAlong, ruleKeys } from './rule-keys.js';
import { runScenario } from './run-scenario.js';
import type { Scenario } from './scenario.js';

interface ScenarioResult {
  readonly scenario: Scenario;
  /** Empty where all is as expected. */
  readonly failures: readonly Failure[];
}

export interface Coverage {
  /** How many rules the definition has. */
  readonly rules: number;
  /** Keys of the rules that no scenario touched, in the definition's order. */
  readonly untouched: readonly string[];
}

/** Each result comes as soon as it is there; the generator returns the coverage. */
export function* runScenarios(
  definition: Definition,
  scenarios: readonly Scenario[],
): Generator<ScenarioResult, Coverage> {
  const touched = new Set<string>();
  for (const scenario of scenarios) {
    yield { scenario, failures: runScenario(definition, scenario, touched) };
  }
  return coverageOf(definition, touched);
}

/** @param touched keys as `ruleKeys` lists them */
export function coverageOf(definition: Definition, touched: ReadonlySet<string>): Coverage {
  const keys = ruleKeys(definition);
  const along = keysAlong(definition);
  const all = new Set([...touched].flatMap((key) => [key, ...(along.get(key) ?? [])]));
  return { rules: keys.length, untouched: keys.filter((key) => !all.has(key)) };
}
