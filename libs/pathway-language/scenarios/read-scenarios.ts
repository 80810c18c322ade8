/** From the YAML text of a file of scenarios to the scenarios, or to all that is wrong with it. */
import type { Definition, Problem } from '#pathway';
import type { DocumentPath, ProblemList } from '../parsing/problem-list.js';
import { addShapeProblems } from '../parsing/shape-problems.js';
import { isRecord } from '../parsing/shape.js';
import { formatValue } from '#care-event';
import { readYaml } from '../parsing/yaml-document.js';
import { givenFacts } from './given-facts.js';
import type { Expectation, Scenario } from './scenario.js';
import { directoryIn } from './scenario-organisations.js';
import { addNameProblems, detailsIn, type KnownNames, spellsIn } from './scenario-names.js';
import { scenariosSchema } from './scenario-schema.js';
import type { ExpectationYaml, ScenarioYaml, ScenariosYaml } from './scenario-schema.js';
import { readScenarioInstant, readScenarioTime } from './scenario-time.js';

/**
 * Reads scenarios of a definition. Never throws, whatever the text; all problems come at
 * once, sorted by place. Limits are those of definitions.
 */
export function readScenarios(
  text: string,
  definition: Definition,
): { readonly scenarios: readonly Scenario[] } | { readonly problems: readonly Problem[] } {
  const { value, problems, broken } = readYaml(text);
  if (broken) return { problems: problems.sorted() };
  addShapeProblems(scenariosSchema, value, [], problems);
  // Only a whole file is looked at for meaning: half an example would be misunderstood.
  if (problems.size > 0) return { problems: problems.sorted() };
  const yaml = value as ScenariosYaml;
  addFileProblems(yaml, definition, problems);
  const directory = directoryIn(yaml.organisations ?? []);
  const known = { definition, organisations: (yaml.organisations ?? []).map(({ id }) => id) };
  const scenarios = yaml.scenarios.map((scenario, index) => ({
    ...scenarioOf(scenario, ['scenarios', index], known, problems),
    directory,
  }));
  return problems.size > 0 ? { problems: problems.sorted() } : { scenarios };
}

function addFileProblems(yaml: ScenariosYaml, { id }: Definition, problems: ProblemList): void {
  if (yaml.pathway !== id) {
    const message = `these scenarios are for ${formatValue(yaml.pathway)}, but the definition is ${formatValue(id)}`;
    problems.add(['pathway'], { code: 'other-pathway', message });
  }
  const seen = new Set<string>();
  yaml.scenarios.forEach((scenario, index) => {
    const message = `the id ${formatValue(scenario.id)} is already used`;
    if (seen.has(scenario.id)) {
      problems.add(['scenarios', index, 'id'], { code: 'duplicate-id', message });
    }
    seen.add(scenario.id);
  });
}

function scenarioOf(
  yaml: ScenarioYaml,
  path: DocumentPath,
  known: KnownNames,
  problems: ProblemList,
): Omit<Scenario, 'directory'> {
  return {
    id: yaml.id,
    title: yaml.title ?? yaml.id,
    ...problems.lineOf(path),
    facts: givenFacts(yaml, path, known.definition, problems),
    expectations: yaml.expect.map((expected, index) =>
      expectationOf(expected, [...path, 'expect', index], known, problems),
    ),
  };
}

/** Keys of an expectation that say when and why, not what. */
const FRAME: ReadonlySet<string> = new Set(['at', 'known-at', 'key', 'note']);

function expectationOf(
  yaml: ExpectationYaml,
  path: DocumentPath,
  known: KnownNames,
  problems: ProblemList,
): Expectation {
  const { zone } = known.definition;
  const instant = (text: string, key: string): number => {
    const time = readScenarioInstant(text, zone);
    if (!('message' in time)) return time.first;
    problems.add([...path, key], { code: 'invalid-time', ...time });
    return 0;
  };
  if (Object.keys(yaml).every((key) => FRAME.has(key))) {
    const message = 'this expects nothing';
    const advice = 'say what should hold, such as `state: open` or `duties: …`';
    problems.add(path, { code: 'empty', message, advice });
  }
  const knownAt = yaml['known-at'];
  addNameProblems(yaml, path, known, problems);
  addTimeProblems(yaml, path, zone, problems);
  return {
    yaml,
    at: instant(yaml.at, 'at'),
    ...(knownAt !== undefined && { knownAt: instant(knownAt, 'known-at') }),
    positionOf: (within) => problems.lineOf([...path, ...foundIn(yaml, within)]),
  };
}

function addTimeProblems(
  yaml: ExpectationYaml,
  path: DocumentPath,
  zone: string,
  problems: ProblemList,
): void {
  const check = (text: unknown, at: DocumentPath): void => {
    if (typeof text !== 'string') return;
    const time = readScenarioTime(text, zone);
    if ('message' in time) problems.add(at, { code: 'invalid-time', ...time });
  };
  for (const [detail, at] of detailsIn(yaml, path)) {
    for (const key of ['due', 'met', 'answer-due']) check(detail[key], [...at, key]);
  }
  for (const [spell, at] of spellsIn(yaml, path)) {
    if (typeof spell !== 'string') check(spell.from, [...at, 'from']);
  }
}

/** As much of a path as the expectation has. */
function foundIn(yaml: unknown, path: DocumentPath): DocumentPath {
  let value = yaml;
  const missing = path.findIndex((part) => {
    const holds = (Array.isArray(value) || isRecord(value)) && Object.hasOwn(value, part);
    value = holds ? (value as Readonly<Record<string | number, unknown>>)[part] : undefined;
    return !holds;
  });
  return missing < 0 ? path : path.slice(0, missing);
}
