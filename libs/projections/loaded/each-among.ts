/** Visits certain patients, however many they are. */
import type { ReadView } from '../port/read-models.js';
import type { JourneyFact } from '../models/stored-journey.js';
import { eachPatient, type Unreadable } from '../standing/each-patient.js';
import type { AssessedQuestion } from '../standing/patient-journeys.js';

/** How many patients one query names. */
const AT_ONCE = 1_000;

/** As `eachPatient`, in the order of the list. */
export async function eachAmong(
  view: ReadView,
  question: AssessedQuestion,
  patients: readonly string[],
  visit: (patient: string, facts: readonly JourneyFact[]) => void,
): Promise<readonly Unreadable[]> {
  const unreadable: Unreadable[] = [];
  for (let from = 0; from < patients.length; from += AT_ONCE) {
    const among = patients.slice(from, from + AT_ONCE);
    unreadable.push(...(await eachPatient(view, question, visit, among)));
  }
  return unreadable;
}
