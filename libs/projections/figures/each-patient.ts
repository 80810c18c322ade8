/**
 * Goes through the journeys of one pathway, patient by patient, without ever holding
 * more than a page of them.
 */
import { journeyFacts, mayPrecede, placeFacts } from '#pathway';
import type { PlacedFact } from '#pathway';
import { readNames } from '../models/journeys.js';
import type { ReadView } from '../port.js';
import { JourneyReader, type JourneyFact } from '../stored-journey.js';
import type { Question } from './question.js';

/**
 * Calls `visit` with every patient that has facts which may concern this pathway, in the
 * order of their pseudonyms, with the facts that were known at the instant asked for, in
 * the order they were recorded.
 */
export async function eachPatient(
  view: ReadView,
  { definition, knownAt }: Question,
  visit: (patient: string, facts: readonly JourneyFact[]) => void,
): Promise<void> {
  const reader = new JourneyReader(await readNames(view.db));
  const query = view.db
    .selectFrom('journeys')
    .select(['patient', 'facts'])
    .where('pathway', 'in', ['', definition.id])
    .orderBy('patient')
    .orderBy('chunk');
  const known = knownAt === undefined ? query : query.where('recorded_from', '<=', knownAt);
  let patient: string | undefined;
  let facts: JourneyFact[] = [];
  const leave = (): void => {
    if (patient === undefined) return;
    const heard =
      knownAt === undefined ? facts : facts.filter(({ recordedAt }) => recordedAt <= knownAt);
    if (heard.length > 0) visit(patient, heard);
  };
  for await (const rows of view.pages(known)) {
    for (const row of rows) {
      if (row.patient !== patient) {
        leave();
        patient = row.patient;
        facts = [];
      }
      reader.readInto(facts, row.facts);
    }
  }
  leave();
}

/** One patient's journey on a pathway, as far as it was asked for. */
export interface PatientJourney {
  /** From the entry event on, in order; at least one. */
  readonly placed: readonly PlacedFact[];
  /**
   * Facts that sort before the entry and may yet have come after it, because one of
   * the two is known only to the day or month.
   */
  readonly early: readonly PlacedFact[];
}

/** The journey of one patient; undefined when the pathway was not entered. */
export function journeyOf(
  { definition, versions, asOf }: Question,
  facts: readonly JourneyFact[],
): PatientJourney | undefined {
  const options = asOf === undefined ? {} : { asOf };
  const placed = journeyFacts(versions.rulesFor(facts), facts, options);
  const entry = placed[0];
  if (entry === undefined) return undefined;
  if (facts.every(isInstant)) return { placed, early: NONE };
  const all = placeFacts(facts, definition.zone).placed;
  const early = all
    .slice(
      0,
      all.findIndex(({ fact }) => fact === entry.fact),
    )
    .filter(({ fact }) => fact.pathway === undefined || fact.pathway === definition.id)
    .filter((candidate) => mayPrecede(entry, candidate));
  return { placed, early };
}

const NONE: readonly PlacedFact[] = [];

/** A day or month has at most ten characters. */
function isInstant({ occurredAt }: JourneyFact): boolean {
  return occurredAt.length > 10;
}

/** Where in the log a fact lies that was read from the journeys. */
export function positionOf({ fact }: PlacedFact): string {
  return (fact as JourneyFact).position;
}
