/** Fills a shelf from the read models. */
import type { ReadView } from '../port/read-models.js';
import type { JourneyFact } from '../models/stored-journey.js';
import { eachPatient } from '../standing/each-patient.js';
import type { AssessedQuestion } from '../standing/patient-journeys.js';
import { eachAmong } from './each-among.js';

export class ShelfTooLarge extends Error {
  override readonly name = 'ShelfTooLarge';
}

export interface Loaded<Kind> {
  readonly shelf: Kind;
  /** Codes by patient. */
  readonly unreadable: ReadonlyMap<string, string>;
}

export interface LoadOptions {
  readonly bytesMax: number;
  /** Only these patients. */
  readonly among?: readonly string[];
}

interface Filled {
  readonly size: number;
  readonly bytes: number;
}

export interface Filling<Kind extends Filled> {
  readonly shelf: Kind;
  /** What one patient's facts come to, to be put on the shelf once all of it is worked out. */
  readonly derive: (patient: string, facts: readonly JourneyFact[]) => () => void;
  /** Nothing is known of a patient who cannot be read. */
  readonly forget: (patient: string) => void;
}

/** After how many patients the memory is looked at. */
const LOOK_EVERY = 5_000;

/** @throws ShelfTooLarge, DictionaryFull */
export async function loadShelf<Kind extends Filled>(
  view: ReadView,
  question: AssessedQuestion,
  { shelf, derive, forget }: Filling<Kind>,
  { bytesMax, among }: LoadOptions,
): Promise<Loaded<Kind>> {
  let fault: Error | undefined;
  const keep = (patient: string, facts: readonly JourneyFact[]): void => {
    if (fault !== undefined) return;
    const put = derive(patient, facts);
    try {
      put();
      if (shelf.size % LOOK_EVERY === 0 && shelf.bytes > bytesMax) throw new ShelfTooLarge();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // Of the shelf, not of this patient.
      fault = error;
    }
  };
  const unreadable =
    among === undefined
      ? await eachPatient(view, question, keep)
      : await eachAmong(view, question, among, keep);
  if (fault !== undefined) throw fault;
  if (shelf.bytes > bytesMax) throw new ShelfTooLarge();
  if (among !== undefined) for (const { patient } of unreadable) forget(patient);
  return { shelf, unreadable: new Map(unreadable.map(({ patient, code }) => [patient, code])) };
}
