/**
 * Visits the patients of one pathway one by one, holding no more than a page of stored
 * facts in memory.
 */
import { faultCode } from '#care-event';
import { Chunks, factsFor } from '../models/chunks.js';
import { damagedPatients } from '../models/damaged.js';
import { readNames } from '../models/journeys.js';
import type { ReadView } from '../port/read-models.js';
import { JourneyReader, type JourneyFact } from '../models/stored-journey.js';
import type { AssessedQuestion } from './patient-journeys.js';

/** A patient whose journey could not be read or assessed. */
export interface Unreadable {
  readonly patient: string;
  /** The fault's stable code, or the name of its class. */
  readonly code: string;
}

/** The patients missing from an answer; empty if there are none. */
export interface Omissions {
  /** Patients who could not be assessed and are not counted in this answer. `stalls` names them. */
  readonly unreadable?: number;
}

export function omissions(unreadable: readonly Unreadable[]): Omissions {
  return omitted(unreadable.length);
}

export function omitted(unreadable: number): Omissions {
  return unreadable === 0 ? {} : { unreadable };
}

type VisitFacts = (patient: string, facts: readonly JourneyFact[]) => void;

interface VisitedPatients {
  /** Left out: all. */
  readonly among?: readonly string[] | undefined;
  /** Only those whose pseudonyms come after this one. */
  readonly after?: string;
}

/**
 * Calls `visit` for every patient with facts that may concern this pathway, ordered by
 * pseudonym, with the facts known at the query's instant in the order they were recorded.
 * Chunks of other pathways are skipped unless something was corrected: a correction, which
 * every pathway sees, may refer to a fact in them.
 *
 * A patient who cannot be read, or for whom `visit` throws, does not prevent the figure:
 * that patient is omitted and returned. `visit` must therefore assess before it counts. So is
 * a patient of whom an event of the log is damaged, whatever pathway that event was about:
 * nobody can say which.
 *
 * @param among only these, a thousand at most
 */
export async function eachPatient(
  view: ReadView,
  question: Pick<AssessedQuestion, 'definition' | 'knownAt'>,
  visit: VisitFacts,
  among?: readonly string[],
): Promise<readonly Unreadable[]> {
  const damaged = await damagedOnes(view, question);
  const unreadable = await eachReadable(view, question, visit, { among });
  return [...damaged.filter(({ patient }) => among?.includes(patient) ?? true), ...unreadable];
}

/** Those who are left out because an event of theirs is damaged. */
export async function damagedOnes(
  view: Pick<ReadView, 'db'>,
  { knownAt }: Pick<AssessedQuestion, 'knownAt'>,
): Promise<readonly Unreadable[]> {
  const damaged = await damagedPatients(view, knownAt);
  return [...damaged].map((patient) => ({ patient, code: 'log-damaged' }));
}

/** The same without those of whom an event is damaged. */
export async function eachReadable(
  view: ReadView,
  { definition, knownAt }: Pick<AssessedQuestion, 'definition' | 'knownAt'>,
  visit: VisitFacts,
  { among, after = '' }: VisitedPatients,
): Promise<readonly Unreadable[]> {
  const damaged = await damagedPatients(view, knownAt);
  const unreadable: Unreadable[] = [];
  const reader = new JourneyReader(await readNames(view.db));
  // Patients with facts that every pathway sees, corrections among them.
  const all = view.db.selectFrom('journeys').select('patient').where('pathway', '=', '');
  // Among few patients those are few, too, and the rows of all others need not be looked at.
  const corrected = among === undefined ? all : all.where('patient', 'in', among);
  const query = view.db
    .selectFrom('journeys')
    .select(['patient', 'pathway', 'facts'])
    .where((where) =>
      where.or([where('pathway', 'in', ['', definition.id]), where('patient', 'in', corrected)]),
    )
    .where('patient', '>', after)
    .orderBy('patient')
    .orderBy('position');
  const asked = among === undefined ? query : query.where('patient', 'in', among);
  const chunksKnown = knownAt === undefined ? asked : asked.where('recorded_from', '<=', knownAt);
  let patient: string | undefined;
  let chunks = new Chunks();
  const finish = (): void => {
    if (patient === undefined || damaged.has(patient)) return;
    try {
      const facts = factsFor(definition.id, chunks, reader);
      const known =
        knownAt === undefined ? facts : facts.filter(({ recordedAt }) => recordedAt <= knownAt);
      if (known.length > 0) visit(patient, known);
    } catch (error) {
      unreadable.push({ patient, code: faultCode(error) });
    }
  };
  for await (const rows of view.pages(chunksKnown)) {
    for (const row of rows) {
      if (row.patient !== patient) {
        finish();
        patient = row.patient;
        chunks = new Chunks();
      }
      chunks.add(row);
    }
  }
  finish();
  return unreadable;
}
