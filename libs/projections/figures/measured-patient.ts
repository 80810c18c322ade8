/** What a definition measures on one patient, and in which of the patient's episodes each wait lies. */
import { type Assessment, type JourneyMeasures, type MeasuredWait, measuresOf } from '#pathway';
import { type Definition, type Episode, timelineOf } from '#pathway';
import { secondsBetween } from '#calendar';
import type { AssessedPatient } from '../standing/each-assessed.js';
import type { Question } from './question.js';

export interface MeasuredPatient {
  /** The open one, or the latest: measures are of the patient, not of a key. */
  readonly assessment: Assessment;
  readonly definition: Definition;
  readonly measures: JourneyMeasures;
  readonly waits: readonly PlacedWait[];
}

/** A wait in its episode; `seconds` are those until it ended or was cut off. */
export interface PlacedWait extends MeasuredWait {
  readonly assessment: Assessment;
  readonly episode: Episode;
  /** `waiting` still; `ended`; or `closed` where its episode ended first. */
  readonly state: 'waiting' | 'ended' | 'closed';
  /** When it ended or was cut off, ms since the epoch; now while it lasts. */
  readonly until: number;
}

export function measuredPatient(
  patient: AssessedPatient,
  { versions }: Pick<Question, 'versions'>,
): MeasuredPatient | undefined {
  const { assessments } = patient;
  const assessment = assessments.find(({ state }) => state === 'open') ?? assessments.at(-1);
  if (assessment === undefined || assessment.episodes.length === 0) return undefined;
  const definition = versions.version(assessment.version);
  const since = Math.min(...assessments.flatMap(({ episodes }) => episodes.map(beginningOf)));
  const { facts } = timelineOf(patient.facts(), definition.zone);
  const measures = measuresOf(definition, facts, { at: assessment.at, since });
  const waits = measures.waits.flatMap((wait) => placed(wait, assessments));
  return { assessment, definition, measures, waits };
}

/** Nothing for a wait that began after everything had ended. */
function placed(wait: MeasuredWait, assessments: readonly Assessment[]): readonly PlacedWait[] {
  const { startedAt, startedWithin, endedAt } = wait;
  const found = assessments
    .flatMap((assessment) => assessment.episodes.map((episode) => ({ assessment, episode })))
    .filter(({ episode }) => beginningOf(episode) <= startedAt)
    .filter(({ episode: { closedAt = Infinity } }) => startedAt <= closedAt)
    .sort((a, b) => (a.episode.closedAt ?? Infinity) - (b.episode.closedAt ?? Infinity))
    .at(-1);
  if (found === undefined) return [];
  const { closedAt } = found.episode;
  const at = found.assessment.at;
  if (endedAt !== undefined && endedAt <= (closedAt ?? Infinity))
    return [{ ...wait, ...found, state: 'ended', until: endedAt }];
  if (closedAt !== undefined) {
    const close = { start: closedAt, end: closedAt };
    const seconds = secondsBetween(startedWithin, close, found.assessment.zone);
    return [{ ...wait, ...found, state: 'closed', until: closedAt, seconds }];
  }
  return [{ ...wait, ...found, state: 'waiting', until: at }];
}

function beginningOf({ enteredAt, looksBackTo }: Episode): number {
  return Math.min(enteredAt, looksBackTo ?? enteredAt);
}
