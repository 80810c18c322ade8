/**
 * An organisation that provides services: one municipality, one hospital, one county. A definition
 * speaks of services; whoever holds a patient is a service of an organisation.
 *
 * What is known of one comes as versions, each valid from a day on: organisations are renamed,
 * renumbered and merged, and what was true of an old event stays true of it.
 */

/** Whose services they are, as in a definition. */
export const ORGANISATION_LEVELS = ['municipal', 'specialist', 'other'] as const;
export type OrganisationLevel = (typeof ORGANISATION_LEVELS)[number];

/** One of the names that registers give it, such as `no-orgnr`, `964338531`. */
export interface OrganisationIdentifier {
  readonly system: string;
  readonly value: string;
}

/** An organisation as it is from a day on: one version of it. */
export interface Organisation {
  /** Ours, for ever: `a-z`, `0-9`, `-`. */
  readonly id: string;
  readonly name: string;
  /** What it is, such as `municipality` or `hospital`: `a-z`, `0-9`, `-`. */
  readonly kind: string;
  readonly level: OrganisationLevel;
  /** Numbers of the municipalities whose residents it serves; empty: it is not chosen by residence. */
  readonly municipalities: readonly string[];
  /** Ids of the services that it provides, as definitions name them. */
  readonly services: readonly string[];
  readonly identifiers: readonly OrganisationIdentifier[];
  /** First day, `2020-01-01`, on which it is so; missing: as long as anybody asks about. */
  readonly validFrom?: string;
  /** Last day on which it exists; missing: until its next version, or still. */
  readonly validTo?: string;
  /** Id of the organisation that took over what it did, once it exists no longer. */
  readonly replacedBy?: string;
}
