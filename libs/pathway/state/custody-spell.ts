/** Who was accountable for the patient, from when to when, and on what basis. */

/**
 * How responsibility came to its holder: with the entry of the episode; by accepting a
 * handover; by deed, where the definition has what opens the holder's stage as its word; or
 * from one role to another within the service.
 */
export type CustodyBasis = 'entry' | 'acceptance' | 'deed' | 'within';

export interface CustodySpell {
  readonly episode: number;
  /** Service. */
  readonly holder: string;
  readonly role?: string;
  /** Identifier of the person who took it over, where the acceptance tells. */
  readonly person?: string;
  readonly from: number;
  /** Absent while it lasts. */
  readonly to?: number;
  readonly basis: CustodyBasis;
  /** Of an acceptance: id of the handover. */
  readonly handover?: string;
  /** Key of the fact by which it came. */
  readonly fact: string;
}
