/**
 * That all patients were reviewed after a publication or a migration, as the log holds it.
 * WARNING: names are storage; logs hold them for ever.
 */
import type { JsonObject } from '../text/json.js';

export const PATHWAY_REVIEWED = 'PathwayReviewed.v2';

/** Data of a `PathwayReviewed.v2`. */
export interface PathwayReviewed {
  readonly id: string;
  readonly version: number;
  /** Revision, in this very stream, of the migration; absent for a publication. */
  readonly migration?: number;
}

export interface PathwayReview extends Pick<PathwayReviewed, 'id' | 'version'> {
  /** The first version of the event names a migration by its position in that log. */
  readonly migration: { readonly revision: number } | { readonly position: string } | undefined;
}

/**
 * Undefined for any other event, and for reviews that have to be done again: those of programs
 * that did not pin episodes yet, or decided nothing on handovers.
 */
export function pathwayReviewOf({
  type,
  data,
}: {
  readonly type: string;
  readonly data: JsonObject;
}): PathwayReview | undefined {
  const { id, version, migration, pinned, handovers } = data;
  if (typeof id !== 'string' || typeof version !== 'number') return undefined;
  if (type === PATHWAY_REVIEWED) {
    const of = typeof migration === 'number' ? { revision: migration } : undefined;
    return { id, version, migration: of };
  }
  if (type !== 'PathwayReviewed.v1' || pinned !== true || handovers !== true) return undefined;
  const of = typeof migration === 'string' ? { position: migration } : undefined;
  return { id, version, migration: of };
}
