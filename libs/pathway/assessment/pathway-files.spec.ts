/**
 * The definitions that come along and those that show the language: without faults, each
 * rule with its source, and each touched by a scenario that holds.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assess } from './assess.js';
import type { RecordedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import {
  definitionSchema,
  lintDefinition,
  readDefinition,
  readScenarios,
  readYaml,
  runScenarios,
} from '#pathway-language';

const SHIPPED = 'deploy/pathways';
const SHOWN = 'test/pathways';

function definitionsIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /(?<!\.scenarios)\.yaml$/.test(name));
  return names.map((name) => join(folder, name));
}

const FILES = [...definitionsIn(SHIPPED), ...definitionsIn(SHOWN)];

const textOf = (file: string): string => readFileSync(file, 'utf8');

function load(file: string): Definition {
  const result = readDefinition(textOf(file));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.definition;
}

describe.each(FILES)('The definition %s', (file) => {
  it('has no fault, and says of every rule where it comes from', () => {
    const problems = lintDefinition(textOf(file));
    const serious = problems.filter(
      ({ severity, code }) => severity === 'error' || /^missing-(source|note)$/.test(code),
    );
    expect(serious).toEqual([]);
  });
});

// Those that come along have some six hundred, which `stafett pathway test` runs in `.ci/run`.
describe.each(definitionsIn(SHOWN))('The definition %s', (file) => {
  it('does in every scenario what is expected, and no rule is left without one', () => {
    const definition = load(file);
    const beside = file.replace(/\.yaml$/, '.scenarios.yaml');
    expect(existsSync(beside)).toBe(true);
    const read = readScenarios(textOf(beside), definition);
    if ('problems' in read) throw new Error(JSON.stringify(read.problems, null, 2));
    const run = runScenarios(definition, read.scenarios);
    let step = run.next();
    while (step.done !== true) {
      expect([step.value.scenario.id, step.value.failures]).toEqual([step.value.scenario.id, []]);
      step = run.next();
    }
    expect(step.value.untouched).toEqual([]);
  });
});

describe.each(definitionsIn(SHIPPED))('What comes along as %s', (file) => {
  it('names a source for services, milestones and parameters as well', () => {
    const { services, milestones, parameters, stages } = load(file);
    const exits = stages.flatMap((stage) => stage.exits);
    const elements = [...services.values(), ...milestones, ...parameters.values(), ...exits];
    expect(elements.filter(({ source }) => source === undefined)).toEqual([]);
  });
});

describe('The language', () => {
  const documents = FILES.map((file) => readYaml(textOf(file)).value);

  it('has no key without an example', () => {
    const used = new Set(documents.flatMap((document) => [...keysIn(document)]));
    const known = [...new Set(schemaParts(definitionSchema, 'properties'))];
    expect(known.filter((key) => !used.has(key))).toEqual([]);
  });

  it('has no word without an example', () => {
    const used = new Set(documents.flatMap((document) => [...scalarsIn(document)]));
    const known = [...new Set(schemaParts(definitionSchema, 'enum'))];
    expect(known.filter((word) => !used.has(word))).toEqual([]);
  });
});

describe('A patient on two pathways at once', () => {
  const back = load('deploy/pathways/fi-back-pain.yaml');
  const knee = load('test/pathways/knee-pain.yaml');
  const facts = [
    fact('DiagnosisCoded', '2026-03-02T09:00:00+02:00', { icd10: 'M54.5' }),
    fact('SymptomOnsetReported', '2026-03-01', {}),
    fact('DiagnosisCoded', '2026-03-09T09:00:00+02:00', { icd10: 'M17.1' }),
    fact('AdviceGiven', '2026-03-16T09:00:00+02:00', {}),
  ];

  it('is served on both by one visit', () => {
    const at = Date.parse('2026-03-17T12:00:00+02:00');
    const met = (definition: Definition) =>
      assess(definition, facts, at).duties.filter(({ state }) => state === 'met');
    expect(met(back).map(({ duty }) => duty)).toEqual(['advice-given']);
    expect(met(knee).map(({ duty }) => duty)).toEqual(['advised']);
  });

  it('leaves one of them without leaving the other', () => {
    const at = Date.parse('2026-03-19T12:00:00+02:00');
    const closed = fact('PathwayClosed', '2026-03-18T09:00:00+02:00', {}, 'knee-pain');
    expect(assess(back, [...facts, closed], at)).toEqual(assess(back, facts, at));
    expect(assess(knee, [...facts, closed], at).state).toBe('closed');
  });
});

function fact(
  type: string,
  occurredAt: string,
  data: RecordedFact['data'],
  pathway?: string,
): RecordedFact {
  const id = `${type} ${occurredAt}`;
  const about = { id, source: 'urn:x', type, version: 1, occurredAt, data, recordedAt: 0 };
  return pathway === undefined ? about : { ...about, pathway };
}

/** Names of all properties, or all words of all closed sets, anywhere in a JSON Schema. */
function schemaParts(schema: unknown, part: 'properties' | 'enum'): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    const inner = schemaParts(value, part);
    if (key !== part) return inner;
    if (Array.isArray(value)) return value.map(String);
    return [...Object.keys(value as object), ...inner];
  });
}

function* keysIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield key;
    yield* keysIn(inner);
  }
}

function* scalarsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) yield String(value);
  else for (const inner of Object.values(value)) yield* scalarsIn(inner);
}
