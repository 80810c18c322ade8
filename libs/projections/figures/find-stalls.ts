/** Finds what stalls: what of each patient may, and what of that does at the instant of the question. */
import type { Assessment, PathwayVersions } from '#pathway';
import { eachDerived, type Derivation } from '../loaded/each-derived.js';
import type { FigureSource } from '../loaded/each-journey.js';
import { parkedAt } from '../models/parked.js';
import { OpenEpisode } from './open-episode.js';
import { requireAsOf, type Question } from './question.js';
import { StageExpectations, type ExpectedStay } from './stage-expectations.js';
import { owedStalls, parkedStall, unreadableStall, type FoundStall } from './stall-kinds.js';
import { staysOf, type Stay } from './stays.js';

/** What stalls are found in, of one patient. */
interface PatientStalls {
  readonly open: readonly OpenEpisode[];
  /** All of them, ended or not. */
  readonly stays: readonly Stay[];
  /** One sequence of the program is parked for all episodes of the patient: where it is listed. */
  readonly latest: Pick<Assessment, 'version' | 'stage' | 'holder'>;
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
  const open: OpenEpisode[] = [];
  const stuck: FoundStall[] = [];
  const parked = Map.groupBy(await parkedAt(view, knownBy(question)), ({ patient }) => patient);
  const unreadable = await eachDerived(source, stallsOn(question.versions), (one, patient) => {
    for (const stay of one.stays) expectations.add(stay);
    open.push(...one.open);
    for (const each of parked.get(patient) ?? [])
      stuck.push(parkedStall(each, { ...one.latest, at: asOf }));
  });
  const expected = expectations.settle();
  const found: FoundStall[] = [];
  for (const episode of open) found.push(...episode.silences(asOf, expectations));
  found.push(...stuck, ...unreadable.map(unreadableStall));
  return { found, expected };
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
      const latest = assessments.find(({ state }) => state === 'open') ?? first;
      if (latest === undefined) throw new Error('A patient who entered has an assessment.');
      const stays = assessments.map(({ stages }) => staysOf(stages));
      return {
        open: assessments.flatMap((one, n) =>
          openEpisode(versions, { patient, one, stays: stays[n]! }),
        ),
        stays: stays.flat(),
        latest: {
          version: latest.version,
          ...(latest.stage !== undefined && { stage: latest.stage }),
          ...(latest.holder !== undefined && { holder: latest.holder }),
        },
      };
    },
    // What is open may have become overdue in between.
    isSame: (earlier, later) =>
      earlier.open.length === 0 &&
      later.open.length === 0 &&
      JSON.stringify(earlier) === JSON.stringify(later),
    bytesOf: ({ open, stays }) =>
      150 + 60 * stays.length + open.reduce((sum, { bytes }) => sum + bytes, 0),
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
  const owed = owedStalls({ patient, definition, assessment: one });
  return [new OpenEpisode(at, owed, lasting)];
}
