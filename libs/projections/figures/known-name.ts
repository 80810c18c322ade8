/** Names that a query gives: a misspelt one must not look like a count of zero. */
import { CATALOGUE, didYouMean } from '#care-event';
import type { Definition } from '#pathway';
import { sql } from 'kysely';
import { QueryRefused, type QueryRefusalCode } from '../models/errors.js';
import type { FactTuple } from '../batches/fact-tuple.js';
import type { ReadView } from '../port/read-models.js';
import { attributeOf, type Selection } from './selection.js';

interface Named {
  /** Ends the sentence “There is no … called”. */
  readonly what: string;
  readonly path: string;
  readonly code?: QueryRefusalCode;
}

/** @throws QueryRefused it is none of those */
export function requireKnown(
  name: string | undefined,
  known: readonly string[],
  { what, path, code = 'invalid-query' }: Named,
): void {
  if (name === undefined || known.includes(name)) return;
  const all = known.length === 0 ? 'none' : known.join(', ');
  throw new QueryRefused(
    code,
    `There is no ${what} called ${name}. Known: ${all}.${didYouMean(name, known)}`,
    path,
  );
}

/** Rows of journeys that are looked at for the name that was meant. */
const SAMPLE = 200;

/** @throws QueryRefused a field that no event on the pathway has, nor may have */
export async function requireAttributes(
  view: ReadView,
  definition: Definition,
  { where = [], groupBy }: Selection,
): Promise<void> {
  const asked = [
    ...where.map(({ dimension }) => ({ dimension, path: 'where' })),
    ...(groupBy === undefined ? [] : [{ dimension: groupBy, path: 'groupBy' }]),
  ];
  for (const { dimension, path } of asked) {
    const field = attributeOf(dimension);
    if (field === undefined || CATALOGUE_FIELDS.has(field)) continue;
    if (await isReported(view, definition.id, field)) continue;
    const near = didYouMean(field, await fieldsReported(view, definition.id));
    throw new QueryRefused(
      'unknown-dimension',
      `No event on ${definition.id} has a field called ${field}.${near}`,
      path,
    );
  }
}

const CATALOGUE_FIELDS: ReadonlySet<string> = new Set(
  [...CATALOGUE.values()].flatMap(({ schema }) => Object.keys(schema.properties)),
);

function factsOn({ db }: ReadView, pathway: string) {
  return db.selectFrom('journeys').select('facts').where('pathway', 'in', ['', pathway]);
}

/** Ends with the first row that has it. */
async function isReported(view: ReadView, pathway: string, field: string): Promise<boolean> {
  const key = `${JSON.stringify(field)}:`;
  const has = sql<boolean>`replace(facts, ${key}, '') <> facts`;
  const found = await factsOn(view, pathway).where(has).limit(1).executeTakeFirst();
  return found !== undefined;
}

async function fieldsReported(view: ReadView, pathway: string): Promise<ReadonlySet<string>> {
  const rows = await factsOn(view, pathway).limit(SAMPLE).execute();
  const data = rows.flatMap(({ facts }) =>
    (JSON.parse(facts) as FactTuple[]).map((tuple) => tuple[6] || {}),
  );
  return new Set(
    data.flatMap((each) => [...Object.keys(each), ...Object.keys(each['case'] ?? {})]),
  );
}
