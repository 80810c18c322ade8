/**
 * Checks an event's `data` against a JSON Schema (draft 2020-12 unless it names another).
 * A schema is compiled when it is first used and kept for as long as the schema object.
 */
import { Compile, Meta, Pointer } from 'typebox/schema';
import type { TLocalizedValidationError } from 'typebox/error';
import type { Json, JsonObject } from './care-event.js';
import { closestName } from './closest-name.js';
import type { Fault } from './fault.js';
import { shown } from './shown.js';

type Validator = ReturnType<typeof Compile>;

const DEFAULT_DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const validators = new WeakMap<object, Validator>();

/**
 * What is wrong with `data`; paths are below `/data`.
 * @throws Error when the schema cannot be compiled; `schemaFault` tells beforehand
 */
export function dataFaults(schema: object, data: JsonObject): readonly Fault[] {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = Compile(schema);
    validators.set(schema, validator);
  }
  if (validator.Check(data)) return NO_FAULTS;
  const [, errors] = validator.Errors(data);
  const faults = errors.flatMap((error) => faultsOf(error, schema, data));
  return faults.length > 0 ? faults : [{ path: '/data', message: 'does not fit its schema' }];
}

const NO_FAULTS: readonly Fault[] = [];

function faultsOf(
  error: TLocalizedValidationError,
  schema: object,
  data: JsonObject,
): readonly Fault[] {
  const path = `/data${error.instancePath}`;
  const value = Pointer.Get(data, error.instancePath) as Json | undefined;
  const got = `got ${shown(value)}`;
  switch (error.keyword) {
    case 'additionalProperties':
      return error.params.additionalProperties.map((key) => unknownField(path, key, error, schema));
    case 'required':
      return error.params.requiredProperties.map((key) => ({
        path: `${path}/${pointerPart(key)}`,
        message: 'is required',
      }));
    case 'dependentRequired':
      return error.params.dependencies.map((key) => ({
        path: `${path}/${pointerPart(key)}`,
        message: `is required beside ${shown(error.params.property)}`,
      }));
    case 'enum':
      return [{ path, message: `${oneOf(error.params.allowedValues, value)}; ${got}` }];
    case 'const':
      return [{ path, message: `expected ${shown(error.params.allowedValue as Json)}; ${got}` }];
    case 'type':
      return [{ path, message: `expected ${[error.params.type].flat().join(' or ')}; ${got}` }];
    case 'pattern':
      return [{ path, message: `expected ${expectedText(error, schema)}; ${got}` }];
    case 'format':
      return [{ path, message: `expected a ${error.params.format}; ${got}` }];
    default:
      return [{ path, message: `${error.message}; ${got}` }];
  }
}

function unknownField(
  path: string,
  key: string,
  error: TLocalizedValidationError,
  schema: object,
): Fault {
  const fields = Object.keys(schemaAt(schema, error.schemaPath)['properties'] ?? {});
  const near = closestName(key, fields);
  const advice = near === undefined ? '' : `; did you mean ${shown(near)}?`;
  return {
    path: `${path}/${pointerPart(key)}`,
    message: `there is no field ${shown(key)} here${advice}`,
  };
}

function oneOf(allowed: readonly unknown[], value: Json | undefined): string {
  const words = allowed.filter((item): item is string => typeof item === 'string');
  const near = typeof value === 'string' ? closestName(value, words) : undefined;
  const advice = near === undefined ? '' : ` (did you mean ${shown(near)}?)`;
  return `expected one of ${allowed.map((item) => shown(item as Json)).join(', ')}${advice}`;
}

/** A code system explains more than a regular expression does. */
function expectedText(error: TLocalizedValidationError, schema: object): string {
  const field = schemaAt(schema, error.schemaPath);
  const system = field['x-code-system'];
  const pattern = String(field['pattern'] ?? 'another form');
  return typeof system === 'string' ? `an ${system} code (${pattern})` : `text like ${pattern}`;
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
 * it can. Beside its form, every `$ref` has to lead to a place inside the schema.
 */
export function schemaFault(schema: JsonObject): string | undefined {
  const named = schema['$schema'];
  const dialect = typeof named === 'string' ? named : DEFAULT_DIALECT;
  const meta = Object.entries(Meta).find(([uri]) => sameDialect(uri, dialect))?.[1];
  if (meta === undefined) return `$schema ${shown(dialect)} is not a dialect that can be checked`;
  const [fits, errors] = Compile(meta).Errors(schema);
  const first = errors[0];
  if (!fits) return `${first?.instancePath || 'the schema'} ${first?.message ?? 'is malformed'}`;
  try {
    Compile(schema);
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be compiled';
  }
  return referenceFault(schema, schema);
}

function sameDialect(a: string, b: string): boolean {
  return a.replace(/#$/, '') === b.replace(/#$/, '');
}

function referenceFault(node: Json, root: JsonObject): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  for (const [key, value] of Object.entries(node) as [string, Json][]) {
    const dangling =
      key === '$ref' &&
      typeof value === 'string' &&
      !(value.startsWith('#') && Pointer.Get(root, value.slice(1)) !== undefined);
    const fault = dangling
      ? `$ref ${shown(value)} does not lead to a place inside the schema`
      : referenceFault(value, root);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
