/**
 * What of a foreign event a catalogue event can hold: the fields that its schema names, in
 * the types that it asks for. The rest is left out, and said.
 */
import { CATALOGUE, type Json } from '#care-event';

/** The value as the catalogue's field wants it, or undefined where the event has no such field. */
export type FieldReader = (value: Json) => Json;

interface FieldSchema {
  readonly type?: string;
}

const AS_IS: FieldReader = (value) => value;

/** @returns undefined for a type that is not in the catalogue: it holds anything */
export function catalogueFields(
  type: string,
): ((name: string) => FieldReader | undefined) | undefined {
  const properties = CATALOGUE.get(type)?.schema.properties as
    Readonly<Record<string, FieldSchema>> | undefined;
  if (properties === undefined) return undefined;
  return (name) =>
    Object.hasOwn(properties, name) ? readerFor(properties[name]?.type) : undefined;
}

/** What cannot be turned into the type stays as it is, and the schema says what is wrong with it. */
function readerFor(type: string | undefined): FieldReader {
  if (type === 'string') {
    return (value) =>
      typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  }
  if (type === 'number' || type === 'integer') {
    return (value) =>
      typeof value === 'string' && value.trim() !== '' && String(Number(value)) === value
        ? Number(value)
        : value;
  }
  if (type === 'boolean') {
    return (value) => (value === 'true' ? true : value === 'false' ? false : value);
  }
  if (type === 'array') return (value) => (typeof value === 'string' ? [value] : value);
  return AS_IS;
}
