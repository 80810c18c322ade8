/** Noting in the log that all patients were looked at after a publication or a migration. */
import { appendOnce, timeOrderedId, type EventStore, type Position } from '#event-store';
import { PATHWAY_REVIEWED } from '#care-event';
import { definitionStream } from './definition-registry.js';

/** What all patients are looked at for. */
export interface Reviewed {
  readonly id: string;
  readonly version: number;
  /** Position of the migration; absent for a publication. */
  readonly migration?: string;
}

/**
 * Answers with where the note stands. Repeating it is harmless. `pinned` and `handovers` tell
 * such a look from one of the time when every version reached everybody, or when nothing was
 * decided on handovers: that one has to be done again.
 */
export async function markReviewed(
  store: EventStore,
  { id, version, migration }: Reviewed,
): Promise<Position> {
  const of = migration === undefined ? [] : [migration];
  const { position } = await appendOnce(store, definitionStream(id), [
    {
      id: timeOrderedId(0, PATHWAY_REVIEWED, 'handovers', id, String(version), ...of),
      type: PATHWAY_REVIEWED,
      data: {
        ...{ id, version, pinned: true, handovers: true },
        ...(migration === undefined ? {} : { migration }),
      },
      metadata: {},
    },
  ]);
  return position;
}
