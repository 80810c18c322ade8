/** The assessment of a journey, put together from its episodes. */
import type { Assessment } from '../state/assessment.js';
import type { ClockReading } from '../state/clock-reading.js';
import type { Deviation } from '../state/deviation.js';
import type { EpisodeFold } from './episode-fold.js';
import type { EpisodeShare, EpisodeView } from './episode-view.js';
import type { RulesSource } from '../rules/pathway-rules.js';
import type { Writable } from '#care-event';

type Head = Pick<Assessment, 'pathway' | 'version' | 'zone' | 'at'> & {
  readonly key: string | undefined;
};

/** The assessment of a patient who has not entered the pathway. */
export function notEntered(
  { id, zone, newest }: RulesSource,
  at: number,
  key?: string,
): Assessment {
  const { version } = newest.definition;
  return { pathway: id, ...(key !== undefined && { key }), version, zone, at, ...NOTHING_YET };
}

/** What an assessment says of a key of which there is no episode, beside others of the pathway. */
export function absent({ pathway, version, zone, at }: Assessment, key?: string): Assessment {
  return { pathway, ...(key !== undefined && { key }), version, zone, at, ...NOTHING_YET };
}

const NOTHING_YET = {
  state: 'not-entered',
  episodes: [],
  stages: [],
  custody: [],
  milestones: [],
  duties: [],
  handovers: [],
  clocks: [],
  queues: [],
  interrupts: [],
  deviations: [],
} as const;

/** @param clocks those over the patient; all episodes but the last are closed for good */
export function assessmentOf(
  head: Head,
  folds: readonly EpisodeFold[],
  clocks: readonly ClockReading[],
  deviations: readonly Deviation[],
): Assessment {
  const views = folds.map((fold) => fold.viewAt(head.at));
  const latest = views.at(-1);
  if (latest === undefined) throw new RangeError('a journey that was entered has an episode');
  const { enteredAt, closedAt } = latest.episode;
  const shares = views.length === 1 ? latest : joined(views);
  // Assigned one by one: this is built after every fact, and spreading is slow.
  const assessment: Writable<Assessment> = {
    pathway: head.pathway,
    version: head.version,
    zone: head.zone,
    at: head.at,
    state: closedAt === undefined ? 'open' : 'closed',
    enteredAt,
    episodes: views.map(({ episode }) => episode),
    stages: shares.stages,
    custody: shares.custody,
    milestones: shares.milestones,
    duties: shares.duties,
    handovers: shares.handovers,
    clocks: clocks.length === 0 ? shares.clocks : [...shares.clocks, ...clocks],
    queues: shares.queues,
    interrupts: shares.interrupts,
    deviations,
  };
  const stage = latest.stages.at(-1);
  if (head.key !== undefined) assessment.key = head.key;
  if (shares.scopes !== undefined) assessment.scopes = shares.scopes;
  if (shares.organisations !== undefined) assessment.organisations = shares.organisations;
  if (closedAt !== undefined) assessment.closedAt = closedAt;
  else if (stage !== undefined) {
    assessment.stage = stage;
    const holding = latest.custody.at(-1);
    if (holding !== undefined) assessment.holder = holding.holder;
    if (holding?.organisation !== undefined) assessment.organisation = holding.organisation;
    else if (holding?.organisationUnknown !== undefined)
      assessment.organisationUnknown = holding.organisationUnknown;
  }
  if (latest.wakeUp < Infinity) assessment.nextWakeUp = latest.wakeUp;
  return assessment;
}

function joined(views: readonly EpisodeView[]): EpisodeShare {
  return {
    stages: views.flatMap(({ stages }) => stages),
    custody: views.flatMap(({ custody }) => custody),
    ...(views.some(({ scopes }) => scopes !== undefined) && {
      scopes: views.flatMap(({ scopes }) => scopes ?? []),
    }),
    ...(views.some(({ organisations }) => organisations !== undefined) && {
      organisations: views.flatMap(({ organisations }) => organisations ?? []),
    }),
    milestones: views.flatMap(({ milestones }) => milestones),
    duties: views.flatMap(({ duties }) => duties),
    handovers: views.flatMap(({ handovers }) => handovers),
    clocks: views.flatMap(({ clocks }) => clocks),
    queues: views.flatMap(({ queues }) => queues),
    interrupts: views.flatMap(({ interrupts }) => interrupts),
  };
}
