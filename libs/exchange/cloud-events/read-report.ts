/** What every door makes of a parsed CloudEvent: a fact of a patient under a pseudonym, or why it is none. */
import type { CareEvent, Fault, Json } from '#care-event';
import { readPatient, UnreadablePatient } from '../identity/pseudonym.js';
import { readCloudEvent } from './cloud-event.js';

export type ReportReading =
  | { readonly patient: string; readonly event: CareEvent }
  | { readonly reason: string; readonly faults: readonly Fault[] };

export interface Pseudonymising {
  readonly secret: Uint8Array;
  /** By the identifier as written, for the length of one batch: a pseudonym takes as long as the rest. */
  readonly pseudonyms?: Map<string, string>;
}

export function readReport(value: Json, { secret, pseudonyms }: Pseudonymising): ReportReading {
  const read = readCloudEvent(value);
  if ('faults' in read) {
    const reasons = read.faults.map(({ path, message }) => `${path} ${message}`.trim());
    return { reason: reasons.join('; '), faults: read.faults };
  }
  try {
    const patient = pseudonyms?.get(read.patient) ?? readPatient(read.patient, secret);
    pseudonyms?.set(read.patient, patient);
    return { patient, event: read.event };
  } catch (error) {
    if (!(error instanceof UnreadablePatient)) throw error;
    return { reason: error.message, faults: [{ path: '/subject', message: error.message }] };
  }
}
