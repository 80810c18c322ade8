/** Which organisation stands for a service, or why that is not known. */

/**
 * Why it is not known: the definition binds the service to nothing; where the patient lives is
 * not known; nobody there provides the service; several do; no event has named one; the one that
 * was named is not in the directory; nobody who provides it has held the patient before.
 */
export type OrganisationGap =
  | 'unbound'
  | 'no-municipality'
  | 'not-provided'
  | 'ambiguous'
  | 'not-named'
  | 'not-in-directory'
  | 'no-previous-holder';

/** One of the two, wherever a definition binds services to organisations; else neither. */
export interface OrganisationState {
  /** Id in the directory. */
  readonly organisation?: string;
  readonly organisationUnknown?: OrganisationGap;
}

/** From when an organisation stands for a service in an episode, until the next of the service. */
export interface OrganisationSpell extends OrganisationState {
  readonly episode: number;
  readonly service: string;
  /** Ms since the epoch. */
  readonly from: number;
}

/** Where the definition binds nothing. */
export const NO_ORGANISATION: OrganisationState = {};
