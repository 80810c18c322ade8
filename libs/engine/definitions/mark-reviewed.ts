/**
 * Records in the log that all patients were reviewed: after a publication, a migration or an import
 * of organisations.
 */
import { appendOnce, timeOrderedId, type EventStore, type Position } from '#event-store';
import {
  ORGANISATIONS_REVIEWED,
  ORGANISATIONS_STREAM,
  PATHWAY_REVIEWED,
  type Review,
} from '#care-event';
import { definitionStream } from './definition-registry.js';

/** @returns the position of the record; repeating it is harmless */
export async function markReviewed(store: EventStore, review: Review): Promise<Position> {
  const { stream, type, names } = recordOf(review);
  const id = timeOrderedId(0, type, ...names);
  const { position } = await appendOnce(store, stream, [
    { id, type, data: { ...review }, metadata: {} },
  ]);
  return position;
}

function recordOf(review: Review): {
  readonly stream: string;
  readonly type: string;
  /** What the id of the event is made of. */
  readonly names: readonly string[];
} {
  if ('revision' in review) {
    const names = [String(review.revision)];
    return { stream: ORGANISATIONS_STREAM, type: ORGANISATIONS_REVIEWED, names };
  }
  const { id, version, migration } = review;
  const of = migration === undefined ? [] : [String(migration)];
  const names = [id, String(version), ...of];
  return { stream: definitionStream(id), type: PATHWAY_REVIEWED, names };
}
