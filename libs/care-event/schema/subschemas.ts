/** The parts of a JSON Schema, distinguished from the data and the names that stand in it. */
import type { Json, JsonObject } from '../text/json.js';

export type SchemaPath = readonly (string | number)[];

/** Their keys are names, not words of the schema language. */
const MAPS: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', '$defs', 'definitions'],
  ...['dependentSchemas', 'dependentRequired', 'dependencies'],
]);

/** They hold data. */
const DATA: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples']);

/**
 * The schema with every part replaced by what `change` makes of it, inner ones first. Whatever
 * is not known to hold data counts as a part: a `$ref` may lead to it.
 */
export function changeParts(
  schema: Json,
  change: (part: JsonObject, path: SchemaPath) => JsonObject,
  path: SchemaPath = [],
): Json {
  if (Array.isArray(schema)) {
    return schema.map((item: Json, index) => changeParts(item, change, [...path, index]));
  }
  if (!isObject(schema)) return schema;
  const changed = Object.entries(schema).map(([key, value]): [string, Json] => {
    const inner = [...path, key];
    if (DATA.has(key)) return [key, value];
    if (!MAPS.has(key) || !isObject(value)) return [key, changeParts(value, change, inner)];
    const parts = Object.entries(value).map(
      ([name, part]) => [name, changeParts(part, change, [...inner, name])] as const,
    );
    return [key, Object.fromEntries(parts)];
  });
  return change(Object.fromEntries(changed), path);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
