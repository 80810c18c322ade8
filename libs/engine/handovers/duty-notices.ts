/**
 * Warnings about duties, and that they are overdue, sent to whoever is notified: beside the messages
 * of handovers, in the same way and by the same processor. Each duty has a stream of its own for them.
 */
import { readWholeStream, type EventStore } from '#event-store';
import { DUTY_STREAM, MESSAGE_SENT, PATIENT_STREAM } from '#care-event';
import { noticesDue, type RecordedDecision } from '#pathway';
import { loadDecisions } from '../patients/patient-history.js';
import { hashOf, messageSent } from './handover-stream.js';

/** The same duty always has the same id: `d` and 32 hexadecimal digits of SHA-256. */
function dutyId(patient: string, decision: RecordedDecision): string {
  const { pathway, episodeKey = '', duty = '', episode, occurrence } = decision;
  return `d${hashOf([patient, pathway, episodeKey, duty, String(episode), occurrence])}`;
}

/**
 * Sends the notices about the duty of that decision that are missing.
 * @param stream of the patient
 * @returns ids of the messages that were sent now
 */
export async function sendDutyNotices(
  store: EventStore,
  stream: string,
  decision: RecordedDecision,
): Promise<readonly string[]> {
  const patient = stream.slice(PATIENT_STREAM.length);
  const id = dutyId(patient, decision);
  const decisions = await loadDecisions(store, patient);
  const ours = decisions.filter((one) => one.duty !== undefined && dutyId(patient, one) === id);
  const events = await readWholeStream(store, `${DUTY_STREAM}${id}`);
  const steps = events.flatMap(({ type, metadata: { step } }) => {
    return type === MESSAGE_SENT && typeof step === 'string' ? [step] : [];
  });
  const messages = noticesDue(ours, new Set(steps)).map((draft) =>
    messageSent({ patient, pathway: decision.pathway }, id, draft),
  );
  if (messages.length > 0)
    await store.append(`${DUTY_STREAM}${id}`, events.at(-1)?.revision ?? 'none', messages);
  return messages.map((message) => message.id);
}
