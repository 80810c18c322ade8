/**
 * Who has what the pathway is for, and who stands without: an individual plan, a coordinator,
 * rehabilitation that has begun. The definition says it with its measured waits: of the open
 * episodes, those in which such a wait has ended have it, those in which one lasts stand without,
 * and of these some declined, by an event that the definition takes for a coded exemption from the
 * duty that awaits the same events. A need that is reported again takes nothing away.
 */
import { formatInstant } from '#calendar';
import type { Definition, WaitMeasure } from '#pathway';
import type { ReadModels } from '../port/read-models.js';
import { eachAssessed, type AssessedPatient } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import {
  byPatient,
  episodeOf,
  factEvidence,
  type EpisodeOf,
  eventEvidence,
  type EventEvidence,
} from './evidence.js';
import { Fitting } from './fitting.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { measuredPatient, type PlacedWait } from './measured-patient.js';
import { requireKnown } from './known-name.js';
import { openQuestion, requireAsOf, type AnswerHead, type PathwayQuery } from './question.js';
import { typesOf } from './named-types.js';
import { Top } from './top.js';
import { byName } from './name-counts.js';

export interface CoverageQuery extends PathwayQuery {
  readonly asOf: string;
  /** List only those who stand without this event; default all of them. */
  readonly without?: string;
  /** List at most so many who stand without, the longest first. Default 0. */
  readonly evidence?: number;
}

export interface GoalCoverage {
  /** Types of event that end the waits for it: it is named by these. */
  readonly goal: readonly string[];
  /** Ids of the measured waits that end with it. */
  readonly waits: readonly string[];
  /** Open episodes in which it is or was waited for: the sum of the next two. */
  readonly episodes: number;
  readonly with: number;
  readonly without: number;
  /** `with` of all; null where nobody waits for it. */
  readonly share: number | null;
  /** Of those without, by code. */
  readonly declined: Readonly<Record<string, number>>;
  /** Of those without who did not decline, how long the longest has stood without; null for none. */
  readonly longestSeconds: number | null;
}

/** What there is of all, and of each group. */
export interface CoverageCounts {
  readonly goals: readonly GoalCoverage[];
}

export interface StandsWithout extends EpisodeOf {
  readonly goal: readonly string[];
  readonly wait: string;
  /** The accountable service. */
  readonly holder?: string;
  readonly organisation?: string;
  /** RFC 3339. */
  readonly since: string;
  readonly seconds: number;
  /** Present where the patient declined: the code, and the event. */
  readonly declined?: { readonly code: string; readonly event: EventEvidence };
  /** What began the wait. */
  readonly from?: EventEvidence;
}

export interface CoverageAnswer
  extends AnswerHead, Omissions, CoverageCounts, Grouped<CoverageCounts> {
  readonly evidence?: readonly StandsWithout[];
}

/** @throws QueryRefused unknown pathway, goal or dimension, no as-of instant */
export function coverage(models: ReadModels, query: CoverageQuery): Promise<CoverageAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    requireAsOf(question);
    const goals = goalsOf(question.definition);
    requireKnown(
      query.without,
      goals.flatMap(({ types }) => types),
      { what: 'goal', path: 'without', code: 'unknown-type' },
    );
    const groups = new Groups(question, query, () => new CoverageTally(goals));
    const most = readCount(query.evidence, 'evidence') ?? 0;
    const longest = new Top<Rank, StandsWithout>(
      most,
      (a, b) => a.since - b.since || byPatient(a, b),
    );
    const unreadable = await eachAssessed(view, question, (patient) => {
      const measured = measuredPatient(patient, question);
      if (measured === undefined) return;
      const open = measured.waits.filter(({ episode }) => episode.closedAt === undefined);
      for (const goal of goals)
        for (const standing of standingsIn(patient, measured.definition, { goal, open })) {
          const { wait, lasts } = standing;
          const tallies = groups.of(patient, wait.assessment, wait.episode.number);
          for (const tally of tallies) tally.add(standing);
          if (!lasts || tallies.length === 0) continue;
          if (query.without !== undefined && !goal.types.includes(query.without)) continue;
          longest.add({ patient: patient.patient, since: wait.startedAt }, () =>
            standsWithout(patient, standing),
          );
        }
    });
    return {
      ...question.head,
      ...omissions(unreadable),
      ...groups.all.counts(),
      ...groups.answer((tally) => tally.counts()),
      ...(query.evidence !== undefined && { evidence: longest.rows() }),
    };
  });
}

/** What several waits have as their end in common. */
interface Goal {
  readonly types: readonly string[];
  readonly rules: readonly WaitMeasure[];
}

function goalsOf({ measures: { waits } }: Definition): readonly Goal[] {
  const byEnd = Map.groupBy(waits, ({ to }) => typesOf(to).toSorted().join(' '));
  return [...byEnd.values()].map((rules) => ({ types: typesOf(rules[0]!.to), rules }));
}

interface Declined {
  readonly code: string;
  readonly event: EventEvidence;
}

/** Where an open episode stands with a goal. */
interface Standing {
  readonly goal: Goal;
  /** The wait that lasts, or the last that ended. */
  readonly wait: PlacedWait;
  readonly lasts: boolean;
  readonly declined?: Declined;
}

function standingsIn(
  patient: AssessedPatient,
  definition: Definition,
  { goal, open }: { readonly goal: Goal; readonly open: readonly PlacedWait[] },
): readonly Standing[] {
  const ids = new Set(goal.rules.map(({ id }) => id));
  const byEpisode = Map.groupBy(
    open.filter(({ wait }) => ids.has(wait)),
    ({ episode }) => episode,
  );
  return [...byEpisode.values()].flatMap((waits): readonly Standing[] => {
    const reachedAt = Math.min(...waits.map(({ endedAt = Infinity }) => endedAt));
    const counted = waits.filter(
      ({ wait, startedAt }) => startedAt < reachedAt || !beginsWithEntry(definition, wait),
    );
    const lasting = counted
      .filter(({ state }) => state === 'waiting')
      .sort((a, b) => a.startedAt - b.startedAt)[0];
    if (lasting === undefined) {
      const last = counted.at(-1);
      return last === undefined ? [] : [{ goal, wait: last, lasts: false }];
    }
    const declined = declinedIn(patient, definition, { goal, wait: lasting });
    return [{ goal, wait: lasting, lasts: true, ...(declined && { declined }) }];
  });
}

/** Whether the wait is for a need, rather than for what was there and ended. */
function beginsWithEntry({ entry, measures }: Definition, id: string): boolean {
  if (entry === 'any') return true;
  const entering = new Set(typesOf(entry));
  const from = measures.waits.find((rule) => rule.id === id)?.from ?? [];
  return typesOf(from).some((type) => entering.has(type));
}

/** The last exemption from a duty that awaits the goal, unless the need was reported again since. */
function declinedIn(
  patient: AssessedPatient,
  definition: Definition,
  { goal, wait }: { readonly goal: Goal; readonly wait: PlacedWait },
): Declined | undefined {
  const exemptions = definition.duties
    .filter(({ until }) => until.some(({ type }) => goal.types.includes(type)))
    .flatMap(({ exempt }) => exempt);
  const fitting = new Fitting(patient, definition);
  const { key } = wait.assessment;
  const timeline = patient
    .journeys()
    .filter((journey) => journey.key === key)
    .flatMap((journey) => journey.timeline)
    .filter(({ start }) => start >= wait.startedAt);
  const from = goal.rules.find(({ id }) => id === wait.wait)?.from ?? [];
  for (const event of timeline.toReversed()) {
    if (fitting.fits(from, event)) return undefined;
    const exemption = exemptions.find(({ on }) => fitting.fits(on, event));
    if (exemption !== undefined)
      return { code: exemption.code, event: eventEvidence(event, definition.zone) };
  }
  return undefined;
}

class CoverageTally {
  private readonly byGoal: ReadonlyMap<Goal, GoalTally>;

  constructor(goals: readonly Goal[]) {
    this.byGoal = new Map(goals.map((goal) => [goal, new GoalTally()]));
  }

  add(standing: Standing): void {
    this.byGoal.get(standing.goal)?.add(standing);
  }

  counts(): CoverageCounts {
    return { goals: [...this.byGoal].map(([goal, tally]) => tally.coverage(goal)) };
  }
}

class GoalTally {
  private with = 0;
  private without = 0;
  private longestSeconds: number | null = null;
  private readonly declined = new Map<string, number>();

  add({ wait: { seconds }, lasts, declined }: Standing): void {
    if (!lasts) {
      this.with += 1;
      return;
    }
    this.without += 1;
    if (declined === undefined) this.longestSeconds = Math.max(this.longestSeconds ?? 0, seconds);
    else this.declined.set(declined.code, (this.declined.get(declined.code) ?? 0) + 1);
  }

  coverage({ types, rules }: Goal): GoalCoverage {
    const episodes = this.with + this.without;
    return {
      ...{ goal: types, waits: rules.map(({ id }) => id), episodes },
      ...{ with: this.with, without: this.without },
      share: episodes === 0 ? null : this.with / episodes,
      declined: byName(this.declined),
      longestSeconds: this.longestSeconds,
    };
  }
}

interface Rank {
  readonly patient: string;
  readonly since: number;
}

function standsWithout(patient: AssessedPatient, standing: Standing): StandsWithout {
  const { goal, wait, declined } = standing;
  const { assessment, episode, startedAt, startedBy, seconds } = wait;
  const { holder, organisation, zone } = assessment;
  const from = factEvidence(patient, startedBy);
  return {
    ...{ ...episodeOf(patient, assessment, episode.number), goal: goal.types, wait: wait.wait },
    ...(holder !== undefined && { holder }),
    ...(organisation !== undefined && { organisation }),
    ...{ since: from?.occurredAt ?? formatInstant(startedAt, zone), seconds },
    ...(declined !== undefined && { declined }),
    ...(from !== undefined && { from }),
  };
}
