/** A length of time in YAML, as written or by parameter, and how it is read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { LimitRef } from '#pathway';
import { type Limit, parseLimit } from '#calendar';
import { parameterRef, text } from './schema-parts.js';
import type { Notes } from './schema-parts.js';

const UNITS =
  'Such as `60 minutes`, `10 days`, `10 working days`, `12 benefit days`, `6 weeks`, `3 months` or `PT4H`.';

/** The text of a limit. */
export function limitText(description: string) {
  return text(`${description} ${UNITS}`, { 'x-means': 'limit' });
}

/** A limit, or a parameter that holds one. */
export function limitRef(description: string, notes: Notes = {}) {
  return Type.Union([limitText('A length of time.'), parameterRef('limit')], {
    description: `${description} ${UNITS} Or \`{ parameter: id }\`.`,
    ...notes,
  });
}

export type LimitYaml = Static<ReturnType<typeof limitRef>>;

/** Only asked about limits that the checks have passed. */
export function limitOf(text: string): Limit {
  const limit = parseLimit(text);
  if (limit === undefined) throw new RangeError(`${text} is not a limit`);
  return limit;
}

export function limitRefOf(yaml: LimitYaml): LimitRef {
  return typeof yaml === 'string' ? limitOf(yaml) : { parameter: yaml.parameter };
}
