/** Runs the scenarios beside a definition: the result of each, and which rules none of them touched. */
import { setImmediate } from 'node:timers/promises';
import type { Problem } from '#pathway';
import {
  readDefinition,
  readScenarios,
  runScenarios,
  type Coverage,
  type ScenarioFailure,
} from '#pathway-language';
import { missingDefinition, scenariosFile } from './pathway-files.js';
import type { Progress } from '../terminal/progress.js';
import { textIfThere } from './text-file.js';

export interface ScenarioResult {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly column: number;
  readonly status: 'ok' | 'failed';
  readonly failures: readonly ScenarioFailure[];
}

/** The result for one definition; without a scenarios file, only its coverage. */
export interface PathwayTestRun {
  readonly definition: string;
  readonly scenariosFile: string | null;
  /** Problems that prevented the scenarios from running, and the file that has them. */
  readonly problems: readonly (Problem & { readonly file: string })[];
  readonly pathway: string | null;
  readonly scenarios: readonly ScenarioResult[];
  readonly coverage: Coverage | null;
}

export interface PathwayTestAnswer {
  readonly pathways: readonly PathwayTestRun[];
  readonly passed: number;
  readonly failed: number;
  /** Pathways that could not be tested. */
  readonly malformed: number;
  readonly untouched: number;
}

/**
 * @param before those run so far, for the progress
 * @throws Refused if a file is not text of a suitable length
 */
export async function testDefinition(
  file: string,
  progress: Progress,
  before: readonly PathwayTestRun[],
): Promise<PathwayTestRun> {
  const text = await textIfThere(file);
  const beside = scenariosFile(file);
  const none = { definition: file, scenariosFile: null, scenarios: [], coverage: null };
  if (text === undefined) {
    return { ...none, pathway: null, problems: of(beside ?? file, [missingDefinition(file)]) };
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
  const tested: ScenarioResult[] = [];
  const done = before.reduce((sum, one) => sum + one.scenarios.length, 0);
  const run = runScenarios(definition, given.scenarios);
  let next = run.next();
  while (next.done !== true) {
    const { scenario, failures } = next.value;
    const { id, title, line, column } = scenario;
    const status = failures.length === 0 ? 'ok' : 'failed';
    tested.push({ id, title, line, column, status, failures });
    progress.update({ done: done + tested.length, unit: 'scenarios' });
    // Running is pure computation: without a pause no progress would show and no signal be handled.
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

function of(file: string, problems: readonly Problem[]): PathwayTestRun['problems'] {
  return problems.map((problem) => ({ ...problem, file }));
}
