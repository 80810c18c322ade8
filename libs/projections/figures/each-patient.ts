/**
 * Goes through the patients of one pathway, one by one, without ever holding more than
 * a page of what is stored of them.
 */
import { faultCode } from '#care-event';
import { readNames } from '../models/journeys.js';
import type { ReadView } from '../port/read-models.js';
import { JourneyReader, type JourneyFact } from '../models/stored-journey.js';
import type { Question } from './question.js';

/** A patient whose journey could not be read or assessed. */
export interface Unreadable {
  readonly patient: string;
  /** Stable code of what went wrong, else the name of its class. */
  readonly code: string;
}

/** What an answer says of those whom it leaves out; nothing where it leaves out nobody. */
export interface LeavesOut {
  /** Patients who could not be assessed and are in no number of this answer. `stalls` names them. */
  readonly unreadable?: number;
}

export function leavesOut(unreadable: readonly Unreadable[]): LeavesOut {
  return unreadable.length === 0 ? {} : { unreadable: unreadable.length };
}

/**
 * Calls `visit` with every patient that has facts which may concern this pathway, in the
 * order of their pseudonyms, with the facts that were known at the instant asked for, in
 * the order they were recorded. Chunks of other pathways are left out where nothing was
 * corrected: a correction, which is in a chunk for all to see, may mean a fact in them.
 *
 * One patient who cannot be read, or for whom `visit` throws, keeps no figure from being
 * worked out: that patient is left out and given back. `visit` therefore assesses before
 * it counts.
 */
export async function eachPatient(
  view: ReadView,
  { definition, knownAt }: Question,
  visit: (patient: string, facts: readonly JourneyFact[]) => void,
): Promise<readonly Unreadable[]> {
  const unreadable: Unreadable[] = [];
  const reader = new JourneyReader(await readNames(view.db));
  // Those of whom there is something for all to see, corrections among it.
  const corrected = view.db.selectFrom('journeys').select('patient').where('pathway', '=', '');
  const query = view.db
    .selectFrom('journeys')
    .select(['patient', 'pathway', 'facts'])
    .where((where) =>
      where.or([where('pathway', 'in', ['', definition.id]), where('patient', 'in', corrected)]),
    )
    .orderBy('patient')
    .orderBy('position');
  const known = knownAt === undefined ? query : query.where('recorded_from', '<=', knownAt);
  let patient: string | undefined;
  let chunks: Chunk[] = [];
  const leave = (): void => {
    if (patient === undefined) return;
    try {
      const facts = factsIn(chunks, definition.id, reader);
      const heard =
        knownAt === undefined ? facts : facts.filter(({ recordedAt }) => recordedAt <= knownAt);
      if (heard.length > 0) visit(patient, heard);
    } catch (error) {
      unreadable.push({ patient, code: faultCode(error) });
    }
  };
  for await (const rows of view.pages(known)) {
    for (const row of rows) {
      if (row.patient !== patient) {
        leave();
        patient = row.patient;
        chunks = [];
      }
      chunks.push(row);
    }
  }
  leave();
  return unreadable;
}

interface Chunk {
  /** Empty: for all to see. */
  readonly pathway: string;
  readonly facts: string;
}

/** Most of the work is reading the JSON, so that what concerns other pathways is read only if need be. */
function factsIn(chunks: readonly Chunk[], pathway: string, reader: JourneyReader): JourneyFact[] {
  const facts: JourneyFact[] = [];
  let skipped = false;
  for (const chunk of chunks)
    if (chunk.pathway === '' || chunk.pathway === pathway) reader.readInto(facts, chunk.facts);
    else skipped = true;
  if (!skipped || !facts.some(({ correctionOf }) => correctionOf !== undefined)) return facts;
  const all: JourneyFact[] = [];
  for (const chunk of chunks) reader.readInto(all, chunk.facts);
  return all;
}
