/** Fields of catalogue events that name something defined elsewhere: a service, an organisation. */
import { CATALOGUE } from './catalogue.js';

interface NamedFields {
  /** Fields that hold the id of a service of a definition. */
  readonly services: readonly string[];
  /** Fields that hold an organisation of the directory. */
  readonly organisations: readonly string[];
}

const NONE: NamedFields = { services: [], organisations: [] };

const BY_TYPE: ReadonlyMap<string, NamedFields> = new Map(
  [...CATALOGUE].map(([type, { schema }]) => {
    const naming = (what: string): readonly string[] =>
      Object.entries<{ readonly 'x-names'?: string }>(schema.properties)
        .filter(([, field]) => field['x-names'] === what)
        .map(([field]) => field);
    return [type, { services: naming('service'), organisations: naming('organisation') }];
  }),
);

/** Of the bare type; a type that the catalogue does not have names nothing. */
export function namedFields(type: string): NamedFields {
  return BY_TYPE.get(type) ?? NONE;
}
