/**
 * Code `unsafe-pattern`: a regular expression in the schema of a declared event that may take
 * for ever. It runs on what strangers send, and nothing else runs meanwhile. `readDefinition`
 * lets it pass: definitions from before stand in logs and are read again.
 */
import type { DocumentPath } from '../parsing/problem-list.js';
import { isRecord } from '../parsing/shape.js';
import { formatValue } from '#care-event';
import { mayTakeForEver } from './backtracking.js';
import type { LintSubject } from './lint-subject.js';

/** Expressions looked at; a schema has a handful. */
const EXPRESSIONS_MAX = 100;

/** Their keys are names, not words of the schema language. */
const NAMES: ReadonlySet<string> = new Set([
  ...['properties', '$defs', 'definitions', 'dependentSchemas'],
]);

export function lintUnsafePatterns(subject: LintSubject): void {
  const known = new Map<string, boolean>();
  for (const [type, { schema }] of subject.definition.declared) {
    if (schema === undefined) continue;
    for (const { expression, path, on } of expressionsIn(schema, ['events', type, 'data'])) {
      let unsafe = known.get(expression);
      if (unsafe === undefined) {
        unsafe = known.size >= EXPRESSIONS_MAX || mayTakeForEver(expression);
        known.set(expression, unsafe);
      }
      if (!unsafe) continue;
      const message = `the regular expression ${formatValue(expression)} may take for ever on some texts`;
      const advice =
        'do not repeat what repeats something itself, such as (a+)+, or alternatives that begin alike';
      subject.error(path, { code: 'unsafe-pattern', message, advice }, on);
    }
  }
}

interface Written {
  readonly expression: string;
  readonly path: DocumentPath;
  readonly on?: 'key';
}

/** Wherever they stand: a `$ref` may make a schema of anything. */
function expressionsIn(schema: unknown, path: DocumentPath): readonly Written[] {
  if (Array.isArray(schema)) {
    return schema.flatMap((one: unknown, at) => expressionsIn(one, [...path, at]));
  }
  if (!isRecord(schema)) return [];
  return Object.entries(schema).flatMap(([key, value]): readonly Written[] => {
    const place = [...path, key];
    if (key === 'pattern' && typeof value === 'string') return [{ expression: value, path: place }];
    if (!isRecord(value)) return expressionsIn(value, place);
    if (key !== 'patternProperties' && !NAMES.has(key)) return expressionsIn(value, place);
    return Object.entries(value).flatMap(([name, part]) => [
      ...(NAMES.has(key) ? [] : [{ expression: name, path: [...place, name], on: 'key' as const }]),
      ...expressionsIn(part, [...place, name]),
    ]);
  });
}
