/**
 * What the journeys say, patient by patient: a patient's facts in the order in which they were
 * recorded, over however many rows they are spread.
 */
import type { ReadView } from '../port/read-models.js';
import type { Entry } from './model.js';

export async function* journeyContents(view: ReadView): AsyncGenerator<readonly Entry[], void> {
  const query = view.db
    .selectFrom('journeys')
    .select(['patient', 'facts'])
    .orderBy('patient')
    .orderBy('position');
  let of: { readonly patient: string; readonly facts: string[] } | undefined;
  for await (const page of view.pages(query)) {
    const entries: Entry[] = [];
    for (const { patient, facts } of page) {
      if (of?.patient !== patient) {
        if (of !== undefined) entries.push(entryOf(of));
        of = { patient, facts: [] };
      }
      // A JSON list, whose parts are joined as those of one.
      of.facts.push(facts.slice(1, -1));
    }
    yield entries;
  }
  if (of !== undefined) yield [entryOf(of)];
}

function entryOf({ patient, facts }: { patient: string; facts: readonly string[] }): Entry {
  return { key: [patient], text: `${patient} ${facts.join(',')}`, about: patient };
}
