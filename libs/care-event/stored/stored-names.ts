/**
 * Names of streams and event types as the log holds them, shared by whoever writes
 * and reads them. They are storage: changing one loses what was written under it.
 */

/** A patient's stream is this and the pseudonym. */
export const PATIENT_STREAM = 'patient-';
/** A definition's stream is this and the pathway's id. */
export const DEFINITION_STREAM = 'definition-';
export const PATHWAY_PUBLISHED = 'PathwayPublished.v1';
/** Episodes that were open at that moment go on under another version. */
export const PATHWAY_MIGRATED = 'PathwayMigrated.v1';
