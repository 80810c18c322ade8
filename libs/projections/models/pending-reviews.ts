/**
 * The reviews of all patients that are not complete. A pathway's first version opens journeys for
 * facts recorded before it, a later one may have crossed with facts on their way into the log, a
 * migration moves deadlines, and what is stated of organisations changes who is meant.
 */
import { comparePositions } from '#event-store';
import type { Review } from '#care-event';
import { modelsPosition } from '../port/checkpoints.js';
import type { ReadModels, ReadView } from '../port/read-models.js';
import { definitions } from './definitions.js';
import { organisations, unreviewedOrganisations } from './organisations.js';

/**
 * In the order in which they became necessary.
 * @throws ReadModelsOutdated
 */
export function pendingReviews(models: ReadModels): Promise<readonly Review[]> {
  return models.read(async (view) => {
    await modelsPosition(view, [definitions, organisations]);
    return reviewsIn(view);
  });
}

/** Of a view whose models are known to be current. */
export async function reviewsIn(view: ReadView): Promise<readonly Review[]> {
  const published = await view.db
    .selectFrom('definitions')
    .select(['position', 'id', 'version'])
    .where('reviewed', '=', 0)
    .execute();
  const migrated = await view.db
    .selectFrom('migrations')
    .select(['position', 'id', 'version', 'revision'])
    .where('reviewed', '=', 0)
    .execute();
  const stated = await unreviewedOrganisations(view);
  const pending = [
    ...published.map(({ position, ...review }) => ({ position, review })),
    ...migrated.map(({ position, revision, ...review }) => ({
      position,
      review: { ...review, migration: revision },
    })),
    ...(stated === undefined
      ? []
      : [{ position: stated.position, review: { revision: stated.revision } }]),
  ];
  return pending
    .sort((a, b) => comparePositions(a.position, b.position))
    .map(({ review }) => review);
}
