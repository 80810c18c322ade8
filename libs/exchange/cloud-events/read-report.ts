/** What every door makes of a parsed CloudEvent: a fact of a patient under a pseudonym, or why it is none. */
import type { CareEvent, Fault, Json } from '#care-event';
import { readPatient, UnreadablePatient } from '../identity/pseudonym.js';
import { readCloudEvent } from './cloud-event.js';

export type ReportReading =
  | { readonly patient: string; readonly event: CareEvent }
  | { readonly reason: string; readonly faults: readonly Fault[] };

export function readReport(value: Json, secret: Uint8Array): ReportReading {
  const read = readCloudEvent(value);
  if ('faults' in read) {
    const reasons = read.faults.map(({ path, message }) => `${path} ${message}`.trim());
    return { reason: reasons.join('; '), faults: read.faults };
  }
  try {
    return { patient: readPatient(read.patient, secret), event: read.event };
  } catch (error) {
    if (!(error instanceof UnreadablePatient)) throw error;
    return { reason: error.message, faults: [{ path: '/subject', message: error.message }] };
  }
}
