/** The steps behind the kinds of step that a flow lists: of whom, and from which event to which. */
import { compareTexts } from '#care-event';
import { secondsBetween } from '#calendar';
import type { Edge } from '#statistics';
import { intervalAt, type JourneySteps } from '../columns/journey-steps.js';
import { eachAmong } from '../loaded/each-among.js';
import { ReplayedSteps } from '../loaded/replayed-steps.js';
import { journeysOf } from '../standing/patient-journeys.js';
import { eachSelected, type SelectedSource } from './each-selected.js';
import { eventEvidence } from './evidence.js';
import { Groups } from './groups.js';
import type { Selection } from './selection.js';
import type { SpellEvidence } from './spell.js';
import { Top } from './top.js';

/**
 * By patient.
 * @param most how many steps to list
 */
export async function flowEvidence(
  source: SelectedSource,
  selection: Selection & { readonly evidence?: number },
  edges: readonly Edge[],
  most: number,
): Promise<readonly SpellEvidence[]> {
  const { view, question } = source;
  const listed = new Set(edges.map(({ from, to }) => nameOf(from, to)));
  const patients = new Top<string, string>(most, compareTexts);
  const selected = new Set<string>();
  const groups = new Groups(selection, () => undefined);
  await eachSelected(source, groups, (journey) => {
    if (stepsAmong(journey, listed).length === 0) return;
    patients.add(journey.patient, () => journey.patient);
    selected.add(journeyName(journey));
  });
  const found: SpellEvidence[] = [];
  const { zone } = question.definition;
  await eachAmong(view, question, [...new Set(patients.rows())], (patient, facts) => {
    for (const journey of journeysOf(question, facts)) {
      const steps = new ReplayedSteps(patient, journey);
      if (!selected.has(journeyName(steps))) continue;
      const { key, episode } = steps;
      for (const index of stepsAmong(steps, listed))
        found.push({
          ...{ patient, ...(key !== undefined && { key }) },
          ...(episode !== undefined && { episode }),
          entry: eventEvidence(steps.step(index - 1), zone),
          exit: eventEvidence(steps.step(index), zone),
          seconds: secondsBetween(intervalAt(steps, index - 1), intervalAt(steps, index), zone),
        });
    }
  });
  return found.slice(0, most);
}

/** Indices of the steps to which the listed kinds of step lead. */
function stepsAmong(journey: JourneySteps, listed: ReadonlySet<string>): readonly number[] {
  const found: number[] = [];
  for (let index = 1; index < journey.length; index++)
    if (listed.has(nameOf(journey.type(index - 1), journey.type(index)))) found.push(index);
  return found;
}

function nameOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function journeyName({ patient, key = '', episode = 0 }: JourneySteps): string {
  return `${patient} ${episode} ${key}`;
}
