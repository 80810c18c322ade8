/** Who owed a duty at an instant, for the decisions on it. */
import { answerableIn } from '../custody/custody-tracker.js';
import { organisationAt } from '../custody/organisation-at.js';
import type { Assessment } from '../state/assessment.js';
import type { DutyInstance } from '../state/duty-instance.js';

export interface OwedBy {
  /** Service. */
  readonly owner: string;
  /** Which organisation of it, where that is known. */
  readonly organisation?: string;
}

export function owedBy(
  assessment: Assessment,
  { ownedByHolder, owner, episode }: DutyInstance,
  at: number,
): OwedBy {
  const service = ownedByHolder ? answerableIn(assessment, episode, at) : owner;
  if (assessment.organisations === undefined) return { owner: service };
  const { organisation } = organisationAt(assessment, { episode, service, at });
  return organisation === undefined ? { owner: service } : { owner: service, organisation };
}
