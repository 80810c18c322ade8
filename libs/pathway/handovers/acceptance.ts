/** What the acceptance of a handover leads to. */
import type { TimedFact } from '#care-event';
import type { OrganisationState } from '../state/organisation-state.js';

/** A handover that was accepted: who is accountable from then on, and where the patient is. */
export interface Acceptance {
  readonly handover: string;
  /** Id of the scope that it passes on; absent for the patient. */
  readonly scope?: string;
  readonly to: string;
  readonly organisation: OrganisationState;
  /** The answer. */
  readonly by: TimedFact;
  /** Id of the stage that it opens. */
  readonly opens?: string;
  /** The person who took the patient over, where the answer says so. */
  readonly person?: string;
}
