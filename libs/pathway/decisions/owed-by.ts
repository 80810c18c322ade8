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

export function owedBy(assessment: Assessment, instance: DutyInstance, at: number): OwedBy {
  const { ownedByHolder, owner, episode, scope } = instance;
  const service = ownedByHolder ? answerableIn(assessment, instance, at) : owner;
  if (assessment.organisations === undefined) return { owner: service };
  const { organisation } = organisationAt(assessment, { episode, service, scope, at });
  return organisation === undefined ? { owner: service } : { owner: service, organisation };
}
