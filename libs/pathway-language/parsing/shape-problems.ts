/**
 * Holds a value against a schema and says what is wrong in words for people who write
 * definitions. It knows the few forms of schema that `shape.ts` lists.
 */
import { type Json, formatValue } from '#care-event';
import { Mentions } from './mentions.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import {
  closestShapes,
  isOfKind,
  isRecord,
  kindOf,
  formatKinds,
  distinguishingKeys,
} from './shape.js';
import type { Shape } from './shape.js';
import { addNumberProblems, addTextProblems } from './value-problems.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Adds to `problems` everything in `value` that does not have the shape of `schema`, and
 * to `mentions` the parts of the right kind whose meaning the schema tells.
 */
export function addShapeProblems(
  schema: object,
  value: unknown,
  path: DocumentPath,
  problems: ProblemList,
  mentions: Mentions = new Mentions(),
): void {
  new ShapeCheck(schema, problems, mentions).check(schema, value, path);
}

class ShapeCheck {
  private readonly shared: Readonly<Record<string, Shape>>;

  constructor(
    private readonly root: Shape,
    private readonly problems: ProblemList,
    private readonly mentions: Mentions,
  ) {
    this.shared = root.$defs ?? {};
  }

  check(named: Shape, value: unknown, path: DocumentPath): void {
    const shape = this.resolved(named);
    const forms = shape.anyOf?.map((one) => this.resolved(one)) ?? [shape];
    const fitting = forms.filter((one) => isOfKind(one, value));
    const [first] = fitting;
    if (first === undefined) {
      const message = `expected ${formatKinds(forms)}, found ${this.describe(value)}`;
      this.problems.add(path, { code: 'wrong-type', message, ...adviceOn(value, shape) });
      return;
    }
    if (shape.anyOf !== undefined) this.mention(shape, value, path);
    if (isRecord(value) && fitting.length > 1) this.checkOneOf(fitting, value, path);
    else this.checkOne(first, value, path);
  }

  /** What is written once under `$defs`, with what is said where it is used. */
  private resolved(shape: Shape): Shape {
    if (shape.$ref === undefined) return shape;
    return { ...this.shared[shape.$ref.replace('#/$defs/', '')], ...shape };
  }

  private mention(shape: Shape, value: unknown, path: DocumentPath): void {
    const means = shape['x-means'];
    if (means !== undefined) this.mentions.add(means, path, value);
  }

  private checkOne(shape: Shape, value: unknown, path: DocumentPath): void {
    this.mention(shape, value, path);
    // A shape that asks for nothing: the JSON Schema that a definition declares for data.
    if (kindOf(shape) === undefined) return;
    if (Array.isArray(value)) this.checkList(shape, value, path);
    else if (typeof value === 'string') addTextProblems(shape, value, path, this.problems);
    else if (typeof value === 'number') addNumberProblems(shape, value, path, this.problems);
    else if (isRecord(value)) this.checkMap(shape, value, path);
  }

  private describe(value: unknown): string {
    if (value === null) return 'nothing';
    if (Array.isArray(value)) return 'a list';
    if (isRecord(value)) return 'a map';
    const kind = typeof value === 'string' ? 'text' : typeof value;
    return this.root['x-confidential'] === true ? kind : `${kind} ${formatValue(value as Json)}`;
  }

  /** Of several maps that are possible the keys tell which is meant. */
  private checkOneOf(shapes: readonly Shape[], value: Fields, path: DocumentPath): void {
    const closest = closestShapes(shapes, Object.keys(value));
    const [meant] = closest;
    if (meant !== undefined && closest.length === 1) {
      this.mention(meant, value, path);
      this.checkMap(meant, value, path, shapes);
      return;
    }
    const distinguishing = distinguishingKeys(closest);
    const known = shapes.flatMap(({ properties = {} }) => Object.keys(properties));
    const unknown = Object.keys(value).filter((key) => !known.includes(key));
    for (const key of unknown) this.addUnknownKey(key, [...path, key], distinguishing);
    if (unknown.length > 0) return;
    const [one, ...others] = distinguishing.filter((key) => Object.hasOwn(value, key));
    for (const key of others) {
      const message = `the key ${formatValue(key)} cannot be combined with ${formatValue(one)}`;
      this.problems.add([...path, key], { code: 'unknown-key', message }, 'key');
    }
    if (others.length > 0) return;
    const message = `one of the keys ${distinguishing.join(', ')} is missing`;
    this.problems.add(path, { code: 'missing-key', message });
  }

  /** @param others shapes that it could have been as well */
  private checkMap(
    shape: Shape,
    value: Fields,
    path: DocumentPath,
    others: readonly Shape[] = [],
  ): void {
    const [pattern, each] = Object.entries(shape.patternProperties ?? {})[0] ?? [];
    const properties = shape.properties ?? {};
    const keys = Object.keys(value);
    if (keys.length < (shape.minProperties ?? 0)) {
      this.problems.add(path, { code: 'empty', message: 'expected at least one' });
    }
    if (keys.length > (shape.maxProperties ?? Infinity)) {
      const message = `expected at most ${shape.maxProperties}, found ${keys.length}`;
      this.problems.add(path, { code: 'too-long', message });
    }
    for (const key of keys) {
      const inner = [...path, key];
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (property !== undefined) this.check(property, value[key], inner);
      else if (pattern === undefined || each === undefined) {
        const elsewhere = others.some((other) => Object.hasOwn(other.properties ?? {}, key));
        this.addUnknownKey(key, inner, Object.keys(properties), elsewhere);
      } else if (new RegExp(pattern, 'u').test(key)) this.check(each, value[key], inner);
      else {
        const message = `${formatValue(key)} is not a valid name here: it must match ${pattern}`;
        this.problems.add(inner, { code: 'wrong-form', message }, 'key');
      }
    }
    for (const key of shape.required ?? []) {
      if (!Object.hasOwn(value, key)) this.addMissingKey(key, properties[key], path);
    }
  }

  private addUnknownKey(
    key: string,
    path: DocumentPath,
    known: readonly string[],
    elsewhere = false,
  ): void {
    const { advice = `known here: ${known.join(', ')}` } = this.problems.nearest(key, known);
    const message = elsewhere
      ? `the key ${formatValue(key)} cannot be combined with the others`
      : `there is no key ${formatValue(key)} here`;
    this.problems.add(path, { code: 'unknown-key', message, advice }, 'key');
  }

  private addMissingKey(key: string, named: Shape | undefined, path: DocumentPath): void {
    const property = named && this.resolved(named);
    const advice = property?.description;
    const code = property?.['x-missing'] ?? 'missing-key';
    const message = `the key ${key} is missing`;
    this.problems.add(path, { code, message, ...(advice !== undefined && { advice }) });
  }

  private checkList(shape: Shape, value: readonly unknown[], path: DocumentPath): void {
    if (value.length < (shape.minItems ?? 0)) {
      this.problems.add(path, { code: 'empty', message: 'expected at least one' });
    }
    if (value.length > (shape.maxItems ?? Infinity)) {
      const message = `expected at most ${shape.maxItems}, found ${value.length}`;
      this.problems.add(path, { code: 'too-long', message });
    }
    const { items } = shape;
    if (items === undefined) return;
    value.forEach((item, at) => this.check(items, item, [...path, at]));
  }
}

function adviceOn(value: unknown, shape: Shape): { readonly advice?: string } {
  const wantsText = (shape.anyOf ?? [shape]).some((one) => kindOf(one) === 'string');
  if (wantsText && (typeof value === 'number' || typeof value === 'boolean')) {
    const advice = 'put it in quotes if it is meant as text';
    return { advice: shape.description === undefined ? advice : `${advice}. ${shape.description}` };
  }
  return shape.description === undefined ? {} : { advice: shape.description };
}
