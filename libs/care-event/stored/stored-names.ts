/**
 * Names of streams and event types as the log holds them, shared by those who write them and
 * those who read them. They are storage: change one, and what was written under it is lost.
 */

/** A patient's stream is this followed by the pseudonym. */
export const PATIENT_STREAM = 'patient-';
/** A definition's stream is this followed by the pathway's id. */
export const DEFINITION_STREAM = 'definition-';
export const PATHWAY_PUBLISHED = 'PathwayPublished.v1';
/** Episodes that were open at that moment continue under another version. */
export const PATHWAY_MIGRATED = 'PathwayMigrated.v1';

/** All organisations are in one stream, so that an import of many is one append. */
export const ORGANISATIONS_STREAM = 'organisations';
/** The first version of an organisation. */
export const ORGANISATION_REGISTERED = 'OrganisationRegistered.v1';
/** Another version, or, with the same first day, what an earlier one should have said. */
export const ORGANISATION_CHANGED = 'OrganisationChanged.v1';

/** What tells the secret of this log's pseudonyms from any other, without telling the secret. */
export const TENANT_SECRET_STREAM = 'tenant-secret';
export const TENANT_SECRET_RECORDED = 'TenantSecretRecorded.v1';

/** That somebody went on with a log that had lost events. */
export const DATA_LOSS_STREAM = 'data-loss';
export const DATA_LOSS_ACCEPTED = 'DataLossAccepted.v1';

/** Data of a `TenantSecretRecorded.v1`. */
export interface TenantSecretRecorded {
  /** Keyed hash of a fixed text. */
  readonly checkValue: string;
}
