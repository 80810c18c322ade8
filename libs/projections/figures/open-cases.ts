/** The open cases that a census lists, with the events behind them. */
import { derivedAt } from '../loaded/derived-while.js';
import { eachAmong } from '../loaded/each-among.js';
import type { ReadView } from '../port/read-models.js';
import type { AssessedPatient } from '../standing/each-assessed.js';
import type { AssessedJourneys } from '../standing/patient-journeys.js';
import type { Question } from './question.js';
import { eventEvidence, type EventEvidence } from './evidence.js';

/** Holds those whom no service has begun to hold: custody may begin after the entry. */
export const NOBODY = 'nobody';

export interface OpenCase {
  readonly patient: string;
  /** The key of the episode, where the pathway has several side by side. */
  readonly key?: string;
  /** Number of the episode; absent where the pathway has none. */
  readonly episode?: number;
  readonly stage: string;
  /** The accountable service, which need not be the one the stage belongs to; `nobody` while there is none. */
  readonly holder: string;
  /** Organisation of the holder, where it is known. */
  readonly organisation?: string;
  readonly ageSeconds: number;
  /** Since the last event. */
  readonly sinceLastSeconds: number;
  readonly entry: EventEvidence;
  readonly last: EventEvidence;
}

export async function openCases(
  view: ReadView,
  question: Question & { readonly asOf: number },
  { patients, most }: { readonly patients: readonly string[]; readonly most: number },
): Promise<readonly OpenCase[]> {
  const found: OpenCase[] = [];
  await eachAmong(view, question, patients, (patient, facts) => {
    const cases = derivedAt(question, { patient, facts }, (assessed) =>
      assessedJourneysOf(assessed).flatMap((each) => openCase(patient, each)),
    );
    found.push(...(cases ?? []));
  });
  return found.slice(0, most);
}

function openCase(
  patient: string,
  { assessment, journeys }: AssessedJourneys,
): readonly OpenCase[] {
  const { stage, holder, organisation, at, zone } = assessment;
  const latest = journeys.at(-1);
  const [entry, last] = [latest?.timeline[latest.entryAt], latest?.timeline.at(-1)];
  if (stage === undefined || !latest || !entry || !last) return [];
  const { key, episode } = latest;
  return [
    {
      patient,
      ...(key === undefined ? {} : { key }),
      ...(episode === undefined ? {} : { episode }),
      stage: stage.stage,
      holder: holder ?? NOBODY,
      ...(organisation === undefined ? {} : { organisation }),
      ageSeconds: (at - entry.start) / 1000,
      sinceLastSeconds: (at - last.start) / 1000,
      entry: eventEvidence(entry, zone),
      last: eventEvidence(last, zone),
    },
  ];
}

/** The assessments with the journeys that each is about; those without any are left out. */
export function assessedJourneysOf(patient: AssessedPatient): readonly AssessedJourneys[] {
  const all = patient.journeys();
  return patient.assessments
    .map((assessment) => {
      return { assessment, journeys: all.filter(({ key }) => key === assessment.key) };
    })
    .filter(({ journeys }) => journeys.length > 0);
}
