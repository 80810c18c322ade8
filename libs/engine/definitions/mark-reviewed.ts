/** Records in the log that all patients were reviewed after a publication or a migration. */
import { appendOnce, timeOrderedId, type EventStore, type Position } from '#event-store';
import { PATHWAY_REVIEWED, type PathwayReviewed } from '#care-event';
import { definitionStream } from './definition-registry.js';

/** @returns the position of the record; repeating it is harmless */
export async function markReviewed(store: EventStore, review: PathwayReviewed): Promise<Position> {
  const { id, version, migration } = review;
  const of = migration === undefined ? [] : [String(migration)];
  const { position } = await appendOnce(store, definitionStream(id), [
    {
      id: timeOrderedId(0, PATHWAY_REVIEWED, id, String(version), ...of),
      type: PATHWAY_REVIEWED,
      data: { id, version, ...(migration === undefined ? {} : { migration }) },
      metadata: {},
    },
  ]);
  return position;
}
