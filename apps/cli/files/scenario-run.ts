/** One definition tried out with the scenarios beside it: what came of each, and what none touched. */
import { setImmediate } from 'node:timers/promises';
import {
  type Coverage,
  readDefinition,
  readScenarios,
  runScenarios,
  type ScenarioFailure,
} from '#pathway-language';
import type { Problem } from '#pathway';
import { scenariosFile, withoutDefinition } from './pathway-files.js';
import type { Progress } from '../terminal/progress.js';
import { textIfThere } from './text-file.js';

export interface TestedScenario {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly column: number;
  readonly status: 'ok' | 'failed';
  readonly failures: readonly ScenarioFailure[];
}

/** What came of one definition; without a file of scenarios, only its coverage. */
export interface TestedPathway {
  readonly definition: string;
  readonly scenariosFile: string | null;
  /** Faults that kept the scenarios from being run, and the file that has them. */
  readonly problems: readonly (Problem & { readonly file: string })[];
  readonly pathway: string | null;
  readonly scenarios: readonly TestedScenario[];
  readonly coverage: Coverage | null;
}

export interface TestAnswer {
  readonly pathways: readonly TestedPathway[];
  readonly passed: number;
  readonly failed: number;
  /** Files that could not be read as what they should be. */
  readonly malformed: number;
  readonly untouched: number;
}

/**
 * @param before those tested so far, for the progress
 * @throws Refused where a file is no text of a fitting length
 */
export async function testDefinition(
  file: string,
  progress: Progress,
  before: readonly TestedPathway[],
): Promise<TestedPathway> {
  const text = await textIfThere(file);
  const beside = scenariosFile(file);
  const none = { definition: file, scenariosFile: null, scenarios: [], coverage: null };
  if (text === undefined) {
    return { ...none, pathway: null, problems: of(beside ?? file, [withoutDefinition(file)]) };
  }
  const read = readDefinition(text);
  if ('problems' in read) return { ...none, pathway: null, problems: of(file, read.problems) };
  const { definition } = read;
  const scenarios = beside === undefined ? undefined : await textIfThere(beside);
  const named = { ...none, pathway: definition.id, problems: [] };
  const given = scenarios === undefined ? { scenarios: [] } : readScenarios(scenarios, definition);
  if ('problems' in given) {
    const problems = of(beside ?? file, given.problems);
    return { ...named, scenariosFile: beside ?? null, problems };
  }
  const tested: TestedScenario[] = [];
  const done = before.reduce((sum, one) => sum + one.scenarios.length, 0);
  const run = runScenarios(definition, given.scenarios);
  let next = run.next();
  while (next.done !== true) {
    const { scenario, failures } = next.value;
    const { id, title, line, column } = scenario;
    const status = failures.length === 0 ? 'ok' : 'failed';
    tested.push({ id, title, line, column, status, failures });
    progress.update({ done: done + tested.length, unit: 'scenarios' });
    // Running is pure work: without a pause no bar would move and no signal be heard.
    await setImmediate();
    next = run.next();
  }
  return {
    ...named,
    scenariosFile: scenarios === undefined ? null : (beside ?? null),
    scenarios: tested,
    coverage: next.value,
  };
}

function of(file: string, problems: readonly Problem[]): TestedPathway['problems'] {
  return problems.map((problem) => ({ ...problem, file }));
}
