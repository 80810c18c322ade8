/**
 * Holds a value against the schema of definitions and says what is wrong in words for
 * people who write definitions. It knows the few forms of schema that occur there.
 */
import type { Json } from './care-event.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import { shown } from './shown.js';

/** The part of JSON Schema that `definition-schema.ts` uses. */
interface Shape {
  readonly type?: 'object' | 'array' | 'string' | 'integer';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly minProperties?: number;
  readonly items?: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Shape[];
}

/** Adds to `problems` everything in `value` that does not have the shape of `schema`. */
export function addShapeProblems(
  schema: object,
  value: unknown,
  path: DocumentPath,
  problems: ProblemList,
): void {
  const shape = schema as Shape;
  const fitting = (shape.anyOf ?? [shape]).find((one) => isOfKind(one, value));
  if (fitting === undefined) {
    const message = `expected ${expectedOf(shape)}, found ${kindOf(value)}`;
    problems.add(path, { code: 'wrong-type', message, ...adviceOn(value, shape) });
  } else if (typeOf(fitting) === undefined) {
    // A shape that asks for nothing: the JSON Schema that a definition declares for data.
    return;
  } else if (Array.isArray(value)) addListProblems(fitting, value, path, problems);
  else if (typeof value === 'string') addTextProblems(fitting, value, path, problems);
  else if (isRecord(value)) addMapProblems(fitting, value, path, problems);
  else if (typeof value === 'number' && value < (fitting.minimum ?? -Infinity)) {
    const message = `expected at least ${fitting.minimum}, found ${value}`;
    problems.add(path, { code: 'too-small', message });
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function addMapProblems(
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  path: DocumentPath,
  problems: ProblemList,
): void {
  const [pattern, each] = Object.entries(shape.patternProperties ?? {})[0] ?? [];
  const properties = shape.properties ?? {};
  const keys = Object.keys(value);
  if (keys.length < (shape.minProperties ?? 0)) {
    problems.add(path, { code: 'empty', message: 'there has to be at least one' });
  }
  for (const key of keys) {
    const inner = [...path, key];
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property !== undefined) addShapeProblems(property, value[key], inner, problems);
    else if (pattern === undefined || each === undefined) {
      const known = Object.keys(properties);
      const { advice = `known here: ${known.join(', ')}` } = problems.nearest(key, known);
      const message = `there is no key ${shown(key)} here`;
      problems.add(inner, { code: 'unknown-key', message, advice }, 'key');
    } else if (new RegExp(pattern, 'u').test(key)) {
      addShapeProblems(each, value[key], inner, problems);
    } else {
      const message = `${shown(key)} cannot be a name here: expected ${pattern}`;
      problems.add(inner, { code: 'wrong-form', message }, 'key');
    }
  }
  for (const key of shape.required ?? []) {
    if (Object.hasOwn(value, key)) continue;
    const advice = properties[key]?.description;
    const message = `the key ${key} is missing`;
    problems.add(path, { code: 'missing-key', message, ...(advice !== undefined && { advice }) });
  }
}

function addListProblems(
  shape: Shape,
  value: readonly unknown[],
  path: DocumentPath,
  problems: ProblemList,
): void {
  if (value.length < (shape.minItems ?? 0)) {
    problems.add(path, { code: 'empty', message: 'there has to be at least one' });
  }
  if (value.length > (shape.maxItems ?? Infinity)) {
    const message = `at most ${shape.maxItems}, found ${value.length}`;
    problems.add(path, { code: 'too-long', message });
  }
  const items = shape.items;
  if (items === undefined) return;
  value.forEach((item, at) => addShapeProblems(items, item, [...path, at], problems));
}

function addTextProblems(
  shape: Shape,
  value: string,
  path: DocumentPath,
  problems: ProblemList,
): void {
  const allowed = shape.enum ?? (shape.const === undefined ? undefined : [shape.const]);
  if (value.length < (shape.minLength ?? 0)) {
    problems.add(path, { code: 'empty', message: 'expected text, found none' });
  } else if (value.length > (shape.maxLength ?? Infinity)) {
    const message = `at most ${shape.maxLength} characters, found ${value.length}`;
    problems.add(path, { code: 'too-long', message });
  } else if (allowed !== undefined && !allowed.includes(value)) {
    const message = `expected ${allowed.join(', ')}; found ${shown(value)}`;
    problems.add(path, { code: 'wrong-value', message, ...problems.nearest(value, allowed) });
  } else if (shape.pattern !== undefined && !new RegExp(shape.pattern, 'u').test(value)) {
    const message = `${shown(value)} has not the form ${shape.pattern}`;
    const { description } = shape;
    problems.add(path, {
      code: 'wrong-form',
      message,
      ...(description !== undefined && { advice: description }),
    });
  }
}

function isOfKind(shape: Shape, value: unknown): boolean {
  switch (typeOf(shape)) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'string':
      return typeof value === 'string';
    case undefined:
      return true;
  }
}

/** An `enum` need not say its type; here all are texts. */
function typeOf(shape: Shape): Shape['type'] {
  return shape.type ?? (shape.enum === undefined ? undefined : 'string');
}

const KINDS = {
  object: 'a map',
  array: 'a list',
  integer: 'a whole number',
  string: 'text',
} as const;

function expectedOf(shape: Shape): string {
  const kinds = (shape.anyOf ?? [shape]).map((one) => KINDS[typeOf(one) ?? 'string']);
  return [...new Set(kinds)].join(' or ');
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'a map' : `${typeof value} ${shown(value as Json)}`;
}

function adviceOn(value: unknown, shape: Shape): { readonly advice?: string } {
  const wantsText = (shape.anyOf ?? [shape]).some((one) => typeOf(one) === 'string');
  if (wantsText && (typeof value === 'number' || typeof value === 'boolean')) {
    const advice = shape.description ?? 'put it in quotes';
    return { advice: `put it in quotes where it is meant as text. ${advice}` };
  }
  return shape.description === undefined ? {} : { advice: shape.description };
}
