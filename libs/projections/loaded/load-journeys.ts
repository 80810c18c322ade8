/** Fills columns with the journeys of a pathway, from the read models. */
import type { Position } from '#event-store';
import { JourneyColumns, NEVER } from '../columns/journey-columns.js';
import type { ReadView } from '../port/read-models.js';
import type { JourneyFact } from '../models/stored-journey.js';
import { eachPatient } from '../standing/each-patient.js';
import type { AssessedQuestion } from '../standing/patient-journeys.js';
import { eachAmong } from './each-among.js';
import { heldJourneys } from './held-journeys.js';

/** What is asked, and how far the read models had folded the log. */
export interface HeldQuestion extends AssessedQuestion {
  readonly position: Position | undefined;
}

export class ColumnsTooLarge extends Error {
  override readonly name = 'ColumnsTooLarge';
}

export interface LoadedJourneys {
  readonly columns: JourneyColumns;
  /** Codes by patient. */
  readonly unreadable: ReadonlyMap<string, string>;
}

export interface LoadOptions {
  readonly bytesMax: number;
  /** Only these patients. */
  readonly among?: readonly string[];
}

/** After how many patients the memory is looked at. */
const LOOK_EVERY = 5_000;

/** @throws ColumnsTooLarge, DictionaryFull */
export async function loadJourneys(
  view: ReadView,
  question: AssessedQuestion,
  { bytesMax, among }: LoadOptions,
): Promise<LoadedJourneys> {
  const columns = new JourneyColumns();
  let fault: Error | undefined;
  const keep = (patient: string, facts: readonly JourneyFact[]): void => {
    if (fault !== undefined) return;
    const { journeys, validity } = heldJourneys(question, patient, facts);
    const isNobody = journeys.length === 0 && validity.until === Infinity;
    if (isNobody && among === undefined) return;
    try {
      columns.set(patient, journeys, validity);
      if (columns.size % LOOK_EVERY === 0 && columns.bytes > bytesMax) throw new ColumnsTooLarge();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // Of the columns, not of this patient.
      fault = error;
    }
  };
  const unreadable =
    among === undefined
      ? await eachPatient(view, question, keep)
      : await eachAmong(view, question, among, keep);
  if (fault !== undefined) throw fault;
  if (columns.bytes > bytesMax) throw new ColumnsTooLarge();
  if (among !== undefined) for (const { patient } of unreadable) columns.set(patient, [], NEVER);
  return { columns, unreadable: new Map(unreadable.map(({ patient, code }) => [patient, code])) };
}
