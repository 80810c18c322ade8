/** What a record of a topic reports: a fact of a patient, or why it is none. */
import type { CareEvent, Fault } from '#care-event';
import { readReport, type Pseudonymising } from '../../cloud-events/read-report.js';
import { readRecord } from '../binding/cloud-events-binding.js';
import type { KafkaRecord } from '../client/port.js';

export interface IncomingTopic {
  readonly topic: string;
  /** Whose topic it is: events that name no organisation are its, and those of others are refused. */
  readonly organisation?: string;
}

export interface RecordFault {
  /** Stable, such as `bad-json` or `conflict`. */
  readonly code: string;
  /** A sentence without content of the record. */
  readonly message: string;
  readonly faults: readonly Fault[];
}

export type RecordReading = { readonly patient: string; readonly event: CareEvent } | RecordFault;

export function translateRecord(
  record: Pick<KafkaRecord, 'value' | 'headers'>,
  { organisation }: Pick<IncomingTopic, 'organisation'>,
  pseudonymising: Pseudonymising,
): RecordReading {
  const read = readRecord(record);
  if ('code' in read) return { ...read, faults: [] };
  const report = readReport(read.value, pseudonymising);
  if ('reason' in report)
    return { code: 'invalid-event', message: report.reason, faults: report.faults };
  const { patient, event } = report;
  if (organisation === undefined) return { patient, event };
  const own = event.actor?.organisation;
  if (own === undefined)
    return { patient, event: { ...event, actor: { ...event.actor, organisation } } };
  if (own === organisation) return { patient, event };
  const message = `the topic belongs to ${organisation}, and the event names another organisation`;
  return {
    ...{ code: 'other-organisation', message },
    faults: [{ path: '/actororganisation', message }],
  };
}
