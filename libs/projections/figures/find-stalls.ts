/** Finds what stalls: what of each patient may, and what of that does at the instant of the question. */
import type { Assessment, PathwayVersions } from '#pathway';
import { eachDerived, type Derivation } from '../loaded/each-derived.js';
import type { FigureSource } from '../loaded/each-journey.js';
import { parkedAt } from '../models/parked.js';
import { requireAsOf, type Question } from './question.js';
import { silencesOf } from './silences.js';
import { StageExpectations, type ExpectedStay } from './stage-expectations.js';
import { owedStalls, parkedStall, stageStall, unreadableStall } from './stall-kinds.js';
import type { FoundStall, OpenStay } from './stall-kinds.js';
import { staysOf, type Stay } from './stays.js';

/** What one open episode has: what is overdue in it, and its stays that have not ended. */
interface OpenEpisode {
  readonly owed: readonly FoundStall[];
  readonly stays: readonly OpenStay[];
}

/** What stalls are found in, of one patient. */
interface PatientStalls {
  /** When ages were measured, ms since the epoch. */
  readonly at: number;
  readonly open: readonly OpenEpisode[];
  /** All of them, ended or not. */
  readonly stays: readonly Stay[];
  /** One sequence of the program is parked for all episodes of the patient: where it is shown. */
  readonly shown: Pick<Assessment, 'version' | 'stage' | 'holder'>;
}

export interface StallsFound {
  /** In no order. */
  readonly found: readonly FoundStall[];
  readonly expected: readonly ExpectedStay[];
}

/** @throws QueryRefused no as-of instant */
export async function findStalls(
  source: FigureSource & { readonly question: Question },
): Promise<StallsFound> {
  const { view, question } = source;
  const asOf = requireAsOf(question);
  const expectations = new StageExpectations(question.versions, asOf);
  const open: { readonly at: number; readonly episode: OpenEpisode }[] = [];
  const stuck: FoundStall[] = [];
  const parked = Map.groupBy(await parkedAt(view, knownBy(question)), ({ patient }) => patient);
  const unreadable = await eachDerived(source, stallsOn(question.versions), (one, patient) => {
    for (const stay of one.stays) expectations.add(stay);
    for (const episode of one.open) open.push({ at: one.at, episode });
    for (const each of parked.get(patient) ?? [])
      stuck.push(parkedStall(each, { ...one.shown, at: asOf }));
  });
  const expected = expectations.settle();
  const stalled = open.flatMap(({ at, episode: { owed, stays } }) =>
    silencesOf([
      ...owed.map((stall) => agedSince(stall, at, asOf)),
      ...stays.flatMap((each) =>
        stageStall({ ...each, at: asOf }, (stay) => expectations.boundsOf(stay)),
      ),
    ]),
  );
  return { found: [...stalled, ...stuck, ...unreadable.map(unreadableStall)], expected };
}

/** What was recorded later than this is not known to the answer. */
export function knownBy(question: Question): number {
  return Math.min(requireAsOf(question), question.knownAt ?? Infinity);
}

function stallsOn(versions: PathwayVersions): Derivation<PatientStalls> {
  return {
    name: 'stalls',
    of({ patient, assessments }) {
      const [first] = assessments;
      const shown = assessments.find(({ state }) => state === 'open') ?? first;
      if (shown === undefined) throw new Error('A patient who entered has an assessment.');
      const stays = assessments.map(({ stages }) => staysOf(stages));
      return {
        at: shown.at,
        open: assessments.flatMap((one, n) =>
          openEpisode(versions, { patient, one, stays: stays[n]! }),
        ),
        stays: stays.flat(),
        shown: {
          version: shown.version,
          ...(shown.stage !== undefined && { stage: shown.stage }),
          ...(shown.holder !== undefined && { holder: shown.holder }),
        },
      };
    },
    // What is open may have become overdue in between.
    isSame: (earlier, later) =>
      earlier.open.length === 0 &&
      later.open.length === 0 &&
      JSON.stringify({ ...earlier, at: 0 }) === JSON.stringify({ ...later, at: 0 }),
    bytesOf: ({ open, stays }) =>
      150 +
      60 * stays.length +
      open.reduce(
        (sum, { owed, stays: lasting }) => sum + 1_200 * owed.length + 150 * lasting.length,
        0,
      ),
  };
}

interface OneOf {
  readonly patient: string;
  readonly one: Assessment;
  readonly stays: readonly Stay[];
}

/** None where it is closed. */
function openEpisode(
  versions: PathwayVersions,
  { patient, one, stays }: OneOf,
): readonly OpenEpisode[] {
  const { key, stage, holder = '', organisation, at } = one;
  if (stage === undefined) return [];
  const definition = versions.version(one.version);
  const here = {
    ...{ patient, ...(key !== undefined && { key }), definition, at, stage, holder },
    ...(organisation !== undefined && { organisation }),
  };
  const lasting = stays.filter(({ to }) => to === undefined).map((stay) => ({ ...here, stay }));
  return [{ owed: owedStalls({ patient, definition, assessment: one }), stays: lasting }];
}

/** The same, when it has gone on until another instant. */
function agedSince(stall: FoundStall, at: number, asOf: number): FoundStall {
  if (at === asOf) return stall;
  // Of whole milliseconds, so that it is what it would have been if measured then.
  const later = (seconds: number): number => (asOf - Math.round(at - seconds * 1000)) / 1000;
  return {
    ...stall,
    ageSeconds: later(stall.ageSeconds),
    excessSeconds: later(stall.excessSeconds),
    noticedBy: stall.noticedBy.map((by) => ({ ...by, excessSeconds: later(by.excessSeconds) })),
  };
}
