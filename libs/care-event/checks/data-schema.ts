/**
 * Checks an event's `data` against a JSON Schema (draft 2020-12 unless it names another).
 * A schema is compiled when it is first used and kept for as long as the schema object.
 */
import { Compile, Meta, Pointer } from 'typebox/schema';
import type { TLocalizedValidationError } from 'typebox/error';
import type { Json, JsonObject } from '../text/json.js';
import { errorText } from '../text/error-text.js';
import { closestName } from '../text/closest-name.js';
import type { Fault } from '../event/fault.js';
import { BoundedSchema } from '../schema/bounded-schema.js';
import { recursionFault } from '../schema/schema-recursion.js';
import { formatValue } from '../text/format-value.js';

const ADDITIONAL = '/additionalProperties';
const DEFAULT_DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** Undefined for a schema that cannot be checked in bounded time. */
const known = new WeakMap<object, BoundedSchema | undefined>();

function boundedSchema(schema: JsonObject): BoundedSchema | undefined {
  if (!known.has(schema)) {
    known.set(schema, recursionFault(schema) === undefined ? new BoundedSchema(schema) : undefined);
  }
  return known.get(schema);
}

/**
 * What is wrong with `data`, at most 20 faults; paths are below `/data`. A schema that cannot
 * be checked in bounded time reports nothing: lint keeps new ones from being published.
 * @throws Error when the schema cannot be compiled; `schemaFault` finds that out beforehand
 */
export function dataFaults(schema: object, data: JsonObject): readonly Fault[] {
  const found = boundedSchema(schema as JsonObject)?.faultsIn(data);
  if (found === undefined) return NO_FAULTS;
  if (found === 'too-large') return TOO_LARGE;
  const faults = new Map<string, Fault>();
  for (const fault of found.errors.flatMap((error) => faultsOf(error, found.schema, data))) {
    faults.set(`${fault.path} ${fault.message}`, fault);
  }
  if (faults.size === 0) return [{ path: '/data', message: 'does not fit its schema' }];
  return [...faults.values()].slice(0, DATA_FAULTS_MAX);
}

const NO_FAULTS: readonly Fault[] = [];

const TOO_LARGE: readonly Fault[] = [
  {
    path: '/data',
    message: 'is too large to check: its texts are too long for the patterns of its schema',
  },
];

/** Faults reported for one event's data; its publisher finds the rest after mending these. */
const DATA_FAULTS_MAX = 20;

function faultsOf(
  error: TLocalizedValidationError,
  schema: object,
  data: JsonObject,
): readonly Fault[] {
  const path = `/data${error.instancePath}`;
  const value = Pointer.Get(data, error.instancePath) as Json | undefined;
  const got = `got ${formatValue(value)}`;
  switch (error.keyword) {
    case 'additionalProperties':
      return error.params.additionalProperties.map((key) =>
        unknownField(`${path}/${pointerPart(key)}`, fieldNames(schema, error.schemaPath)),
      );
    case 'required':
      return error.params.requiredProperties.map((key) => ({
        path: `${path}/${pointerPart(key)}`,
        message: 'is required',
      }));
    case 'dependentRequired':
      return error.params.dependencies
        .filter((key) => !hasField(value, key))
        .map((key) => ({
          path: `${path}/${pointerPart(key)}`,
          message: `is required beside ${formatValue(error.params.property)}`,
        }));
    case 'boolean':
      // Fields that `additionalProperties: false` forbids are reported in this way.
      if (!error.schemaPath.endsWith(ADDITIONAL)) {
        return [{ path, message: `nothing may be here; ${got}` }];
      }
      return [
        unknownField(path, fieldNames(schema, error.schemaPath.slice(0, -ADDITIONAL.length))),
      ];
    case 'enum':
      return [{ path, message: `${oneOf(error.params.allowedValues, value)}; ${got}` }];
    case 'const':
      return [
        { path, message: `expected ${formatValue(error.params.allowedValue as Json)}; ${got}` },
      ];
    case 'type':
      return [{ path, message: `expected ${[error.params.type].flat().join(' or ')}; ${got}` }];
    case '~refine':
      return [{ path, message: `${error.params.message}; ${got}` }];
    case 'format':
      return [{ path, message: `expected a ${error.params.format}; ${got}` }];
    default:
      return [{ path, message: `${error.message}; ${got}` }];
  }
}

function unknownField(path: string, known: readonly string[]): Fault {
  const part = path.slice(path.lastIndexOf('/') + 1);
  const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
  const near = closestName(key, known);
  const advice = near === undefined ? '' : `; did you mean ${formatValue(near)}?`;
  return { path, message: `there is no field ${formatValue(key)} here${advice}` };
}

function fieldNames(schema: object, schemaPath: string): readonly string[] {
  return Object.keys(schemaAt(schema, schemaPath)['properties'] ?? {});
}

function oneOf(allowed: readonly unknown[], value: Json | undefined): string {
  const words = allowed.filter((item): item is string => typeof item === 'string');
  const near = typeof value === 'string' ? closestName(value, words) : undefined;
  const advice = near === undefined ? '' : ` (did you mean ${formatValue(near)}?)`;
  return `expected one of ${allowed.map((item) => formatValue(item as Json)).join(', ')}${advice}`;
}

function hasField(value: Json | undefined, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

function schemaAt(schema: object, schemaPath: string): Record<string, unknown> {
  const at: unknown = Pointer.Get(schema, schemaPath.replace(/^#/, ''));
  return typeof at === 'object' && at !== null ? (at as Record<string, unknown>) : {};
}

function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * Why a schema that a definition declares cannot be used, in one sentence; undefined when
 * it can. Beside its form, every `$ref` has to lead somewhere inside the schema.
 */
export function schemaFault(schema: JsonObject): string | undefined {
  const named = schema['$schema'];
  const dialect = typeof named === 'string' ? named : DEFAULT_DIALECT;
  const meta = Object.entries(Meta).find(([uri]) => sameDialect(uri, dialect))?.[1];
  if (meta === undefined)
    return `$schema ${formatValue(dialect)} is not a dialect that can be checked`;
  const [fits, errors] = metaValidator(meta).Errors(schema);
  const first = errors[0];
  if (!fits) return `${first?.instancePath || 'the schema'} ${first?.message ?? 'is malformed'}`;
  try {
    new BoundedSchema(schema);
  } catch (error) {
    return errorText(error);
  }
  return referenceFault(schema, schema);
}

const metaValidators = new WeakMap<object, ReturnType<typeof Compile>>();

function metaValidator(meta: object): ReturnType<typeof Compile> {
  const validator = metaValidators.get(meta) ?? Compile(meta);
  metaValidators.set(meta, validator);
  return validator;
}

function sameDialect(a: string, b: string): boolean {
  return a.replace(/#$/, '') === b.replace(/#$/, '');
}

function referenceFault(node: Json, root: JsonObject): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  for (const [key, value] of Object.entries<Json>(node)) {
    const dangling =
      key === '$ref' &&
      typeof value === 'string' &&
      !(value.startsWith('#') && Pointer.Get(root, value.slice(1)) !== undefined);
    const fault = dangling
      ? `$ref ${formatValue(value)} leads nowhere inside the schema`
      : referenceFault(value, root);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
