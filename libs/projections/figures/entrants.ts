/**
 * How many of the patients who are known would enter a pathway if a definition were published now.
 * Episodes keep to the version in force when what opens them was recorded, so that only the first
 * version of a pathway takes in anybody by what is known already.
 */
import { PathwayVersions, type Definition } from '#pathway';
import { readDefinition } from '#pathway-language';
import { QueryRefused } from '../models/errors.js';
import { modelsPosition } from '../port/checkpoints.js';
import { ALL_MODELS } from '../models/all-models.js';
import type { ReadModels, ReadView } from '../port/read-models.js';
import { eachPatient, omissions, type Omissions } from '../standing/each-patient.js';
import { readPathways } from '../models/pathways.js';

export interface EntrantsQuery {
  /** Text of the definition. */
  readonly yaml: string;
  /** RFC 3339: when it would be published. */
  readonly asOf: string;
}

export interface EntrantsAnswer extends Omissions {
  /** Position of the last event taken into account; null for an empty log. */
  readonly position: string | null;
  readonly definition: { readonly id: string; readonly version: number };
  readonly asOf: string;
  /** Patients of whom something is known that may concern it. */
  readonly patients: number;
  /** How many of them would enter who are not on the pathway. */
  readonly wouldEnter: number;
}

/** @throws QueryRefused the text is no definition, or the instant none */
export function entrants(
  models: ReadModels,
  { yaml, asOf }: EntrantsQuery,
): Promise<EntrantsAnswer> {
  const read = readDefinition(yaml);
  if ('problems' in read) {
    const message = read.problems[0]?.message ?? 'no reason';
    throw new QueryRefused('invalid-query', `The definition cannot be read: ${message}`, 'yaml');
  }
  const at = Date.parse(asOf);
  if (Number.isNaN(at)) throw new QueryRefused('invalid-instant', `${asOf} is no instant.`, 'asOf');
  const { definition } = read;
  return models.read(async (view) => {
    const position = (await modelsPosition(view, ALL_MODELS)) ?? null;
    const { id, version } = definition;
    const counts = await count(view, definition, at);
    return { position, definition: { id, version }, asOf, ...counts };
  });
}

async function count(
  view: ReadView,
  definition: Definition,
  at: number,
): Promise<Pick<EntrantsAnswer, 'patients' | 'wouldEnter' | 'unreadable'>> {
  const known = (await readPathways(view)).pathway(definition.id);
  const versions = known === undefined ? PathwayVersions.of(definition) : undefined;
  let patients = 0;
  let wouldEnter = 0;
  const unreadable = await eachPatient(view, { definition }, (_patient, facts) => {
    const entered = versions?.assessAll(facts, at).some(({ state }) => state !== 'not-entered');
    patients += 1;
    if (entered === true) wouldEnter += 1;
  });
  return { ...omissions(unreadable), patients, wouldEnter };
}
