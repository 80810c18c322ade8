/** The events behind the rows of a list, read once it is known which rows are listed. */
import { factKey } from '#care-event';
import { eachAmong } from '../loaded/each-among.js';
import type { ReadView } from '../port/read-models.js';
import { evidenceOf, type EventEvidence } from './evidence.js';
import type { Question } from './question.js';

/** What a row names: a patient, and the key of one of the facts. */
export interface Behind {
  readonly patient: string;
  readonly by: string;
}

/** Undefined where the key is of no fact: some things come about by time alone. */
export type EventBehind = (row: Behind) => EventEvidence | undefined;

export async function eventsBehind(
  view: ReadView,
  question: Question,
  rows: readonly Behind[],
): Promise<EventBehind> {
  const wanted = Map.groupBy(rows, ({ patient }) => patient);
  const found = new Map<string, EventEvidence>();
  await eachAmong(view, question, [...wanted.keys()], (patient, facts) => {
    const keys = new Set(wanted.get(patient)?.map(({ by }) => by));
    for (const fact of facts) {
      const by = factKey(fact);
      const name = nameOf({ patient, by });
      if (keys.has(by) && !found.has(name))
        found.set(name, evidenceOf(fact, question.definition.zone));
    }
  });
  return (row) => found.get(nameOf(row));
}

function nameOf({ patient, by }: Behind): string {
  return `${patient} ${by}`;
}
