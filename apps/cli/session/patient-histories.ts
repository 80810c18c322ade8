/** What stands of every patient, patient by patient, as an export needs it; loaded by the command. */
import {
  factFromStored,
  factsKnownAt,
  historyOf,
  PATIENT_STREAM,
  type RecordedFact,
} from '#care-event';
import type { PatientHistory } from '#exchange';
import type { FolderAccess, OperationAnswer } from '../../composition/operations/operations.js';
import { given } from '../options/values.js';

export { dictionaryText, exportLog } from '#exchange';

/** Events in one page: a server reads no more of them at once between two publishers. */
const PAGE_EVENTS = 200;

/** Streams of the patients who have an event for the pathway, or of all, in the order in which they came. */
export async function patientStreams(
  folder: FolderAccess,
  pathway: string | undefined,
): Promise<readonly string[]> {
  const streams = new Set<string>();
  for await (const event of eventsOf(folder, undefined)) {
    if (!event.stream.startsWith(PATIENT_STREAM) || streams.has(event.stream)) continue;
    const fact = event.damage === undefined ? factFromStored(event) : undefined;
    if (fact === undefined) continue;
    if (pathway === undefined || fact.pathway === pathway) streams.add(event.stream);
  }
  return [...streams];
}

/** Corrections applied; of a pathway also what is for no other. */
export async function* patientHistories(
  folder: FolderAccess,
  streams: readonly string[],
  pathway: string | undefined,
): AsyncGenerator<PatientHistory> {
  for (const stream of streams) {
    const recorded: RecordedFact[] = [];
    for await (const event of eventsOf(folder, stream)) {
      const fact = event.damage === undefined ? factFromStored(event) : undefined;
      if (fact !== undefined) recorded.push(fact);
    }
    // Instants are in the same order in every zone; only days are not.
    const { facts } = historyOf(factsKnownAt(recorded), 'UTC');
    yield {
      patient: stream.slice(PATIENT_STREAM.length),
      facts: facts.map(({ fact }) => fact).filter((fact) => concerns(fact, pathway)),
    };
  }
}

function concerns(fact: RecordedFact, pathway: string | undefined): boolean {
  return pathway === undefined || fact.pathway === undefined || fact.pathway === pathway;
}

type StoredEvent = OperationAnswer<'events'>['events'][number];

async function* eventsOf(
  folder: FolderAccess,
  stream: string | undefined,
): AsyncGenerator<StoredEvent> {
  for (let from: string | undefined; ;) {
    const query = { backwards: false, limit: PAGE_EVENTS, ...given({ stream, from }) };
    const { events, end } = await folder.ask('events', query);
    yield* events;
    from = events.at(-1)?.cursor;
    if (end || from === undefined) return;
  }
}
