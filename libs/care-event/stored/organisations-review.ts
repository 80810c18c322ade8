/**
 * That all patients were reviewed after something was stated of organisations, as the log holds it.
 * WARNING: names are storage; logs hold them for ever.
 */
import type { JsonObject } from '../text/json.js';
import type { PathwayReviewed } from './pathway-review.js';

export const ORGANISATIONS_REVIEWED = 'OrganisationsReviewed.v1';

/** Data of an `OrganisationsReviewed.v1`. */
export interface OrganisationsReviewed {
  /** In this very stream, of the last statement that the review took into account. */
  readonly revision: number;
}

/** Of all patients, after definitions or the directory changed. */
export type Review = PathwayReviewed | OrganisationsReviewed;

/** Undefined for any other event. */
export function organisationsReviewOf({
  type,
  data: { revision },
}: {
  readonly type: string;
  readonly data: JsonObject;
}): OrganisationsReviewed | undefined {
  if (type !== ORGANISATIONS_REVIEWED || typeof revision !== 'number') return undefined;
  return { revision };
}
