/** The few forms of JSON Schema that the schemas of YAML documents use, and their kinds. */
import type { Means } from './schema-parts.js';

export interface Shape {
  readonly type?: Kind;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Shape[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Shape>>;
  readonly 'x-means'?: Means;
  readonly 'x-missing'?: string;
  /** Of a whole document: messages do not repeat what stands where it should not. */
  readonly 'x-confidential'?: boolean;
}

type Kind = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';

const KINDS: Readonly<Record<Kind, string>> = {
  object: 'a map',
  array: 'a list',
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
};

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is of the shape's kind, whatever it holds. */
export function isOfKind(shape: Shape, value: unknown): boolean {
  switch (kindOf(shape)) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case undefined:
      return true;
  }
}

/** An `enum` need not say its type; here all are texts. Undefined: the shape asks for nothing. */
export function kindOf(shape: Shape): Kind | undefined {
  return shape.type ?? (shape.enum === undefined ? undefined : 'string');
}

/** The kinds that a shape allows, in words. */
export function formatKinds(shapes: readonly Shape[]): string {
  const kinds = shapes.map((one) => KINDS[kindOf(one) ?? 'string']);
  return [...new Set(kinds)].join(' or ');
}

/** How many of the keys a shape of a map knows, those that it demands counted twice. */
function keysKnown(shape: Shape, keys: readonly string[]): number {
  const [pattern] = Object.keys(shape.patternProperties ?? {});
  const form = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const known = keys.filter(
    (key) => Object.hasOwn(shape.properties ?? {}, key) || form?.test(key) === true,
  ).length;
  return known + keys.filter((key) => shape.required?.includes(key)).length;
}

/** The shapes of maps that fit best to the keys; several where the keys do not tell. */
export function closestShapes(shapes: readonly Shape[], keys: readonly string[]): readonly Shape[] {
  const most = Math.max(...shapes.map((shape) => keysKnown(shape, keys)));
  return shapes.filter((shape) => keysKnown(shape, keys) === most);
}

/** A key that tells each of the shapes from the others: the first it demands, else all it knows. */
export function distinguishingKeys(shapes: readonly Shape[]): readonly string[] {
  const shared = (key: string) => shapes.every(({ properties }) => properties?.[key]);
  return shapes.flatMap(({ required = [], properties = {} }) => {
    const first = required.find((key) => !shared(key));
    return first === undefined ? Object.keys(properties).filter((key) => !shared(key)) : [first];
  });
}
