/** Who was accountable for the patient, or for one scope, from when to when, and on what basis. */
import type { OrganisationState } from './organisation-state.js';

/**
 * How the holder became accountable: with the entry of the episode, or with a first contact where
 * custody begins with that; with the beginning of the scope; by accepting a handover; by deed, where opening the holder's stage is its own statement; from one role to another within
 * the service; or since it became known which organisation of the service it is.
 */
export type CustodyBasis =
  'entry' | 'contact' | 'begun' | 'acceptance' | 'deed' | 'within' | 'identified';

export interface CustodySpell extends OrganisationState {
  readonly episode: number;
  /** Id of the scope; absent for the pathway's own responsibility. */
  readonly scope?: string;
  /** Service. */
  readonly holder: string;
  readonly role?: string;
  /** Identifier of the person who took the patient over, where the acceptance says so. */
  readonly person?: string;
  readonly from: number;
  /** Absent while it lasts. */
  readonly to?: number;
  readonly basis: CustodyBasis;
  /** For an acceptance: id of the handover. */
  readonly handover?: string;
  /** Key of the fact by which it came. */
  readonly fact: string;
}
