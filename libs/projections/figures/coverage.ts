/**
 * Who has what the pathway is for, and who stands without: an individual plan, a coordinator,
 * rehabilitation that has begun. The definition says it with its measured waits: of the open
 * episodes, those in which such a wait has ended have it, those in which one lasts stand without,
 * and of these some declined, by an event that the definition takes for a coded exemption from the
 * duty that awaits the same events. A need that is reported again takes nothing away.
 */
import { formatInstant } from '#calendar';
import type { Definition } from '#pathway';
import { eachDerived } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { goalsOf, type Declined, type Goal } from './declined.js';
import { SelectedEpisodes } from './each-selected.js';
import { eventsBehind, type EventBehind } from './events-behind.js';
import { byPatient, type EpisodeOf, type EventEvidence } from './evidence.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { lastingAt, measuredOn, type PlacedWait } from './measured-patient.js';
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
export function coverage(models: FigureModels, query: CoverageQuery): Promise<CoverageAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const { versions, definition } = question;
    const now = { at: requireAsOf(question), zone: definition.zone };
    const goals = goalsOf(definition);
    requireKnown(
      query.without,
      goals.flatMap(({ types }) => types),
      { what: 'goal', path: 'without', code: 'unknown-type' },
    );
    const groups = new Groups(query, () => new CoverageTally(goals));
    const most = readCount(query.evidence, 'evidence') ?? 0;
    const longest = new Top<Rank, Listed>(most, (a, b) => a.since - b.since || byPatient(a, b));
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, groups);
    const unreadable = await eachDerived(source, measuredOn(question), (measured, patient) => {
      if (measured === null) return;
      const open = measured.waits.filter(({ isOpenEpisode }) => isOpenEpisode);
      if (open.length === 0) return;
      const pinned = versions.version(measured.version);
      for (const goal of goals)
        for (const standing of standingsIn(pinned, goal, open)) {
          const { wait, lasts } = standing;
          const { key, episode, startedAt: since, startedBy: by } = wait;
          const tallies = selected.of({ patient, key, episode });
          const { seconds } = lastingAt(wait, now);
          for (const tally of tallies) tally.add(standing, seconds);
          if (!lasts || tallies.length === 0) continue;
          if (query.without !== undefined && !goal.types.includes(query.without)) continue;
          longest.add({ patient, since }, () => ({ patient, by, standing, seconds }));
        }
    });
    const rows = longest.rows();
    const eventBehind = await eventsBehind(view, question, rows);
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      ...groups.all.counts(),
      ...groups.answer((tally) => tally.counts()),
      ...(query.evidence !== undefined && {
        evidence: rows.map((row) => standsWithout(row, eventBehind, now.zone)),
      }),
    };
  });
}

/** Where an open episode stands with a goal. */
interface Standing {
  readonly goal: Goal;
  /** The wait that lasts, or the last that ended. */
  readonly wait: PlacedWait;
  readonly lasts: boolean;
}

function standingsIn(
  definition: Definition,
  goal: Goal,
  open: readonly PlacedWait[],
): readonly Standing[] {
  const ids = new Set(goal.rules.map(({ id }) => id));
  const byEpisode = Map.groupBy(
    open.filter(({ wait }) => ids.has(wait)),
    ({ key = '', episode }) => `${episode} ${key}`,
  );
  return [...byEpisode.values()].flatMap((waits): readonly Standing[] => {
    const reachedAt = Math.min(...waits.map(({ endedAt = Infinity }) => endedAt));
    const counted = waits.filter(
      ({ wait, startedAt }) => startedAt < reachedAt || !beginsWithEntry(definition, wait),
    );
    const lasting = counted
      .filter(({ state }) => state === 'waiting')
      .sort((a, b) => a.startedAt - b.startedAt)[0];
    if (lasting !== undefined) return [{ goal, wait: lasting, lasts: true }];
    const last = counted.at(-1);
    return last === undefined ? [] : [{ goal, wait: last, lasts: false }];
  });
}

/** Whether the wait is for a need, rather than for what was there and ended. */
function beginsWithEntry({ entry, measures }: Definition, id: string): boolean {
  if (entry === 'any') return true;
  const entering = new Set(typesOf(entry));
  const from = measures.waits.find((rule) => rule.id === id)?.from ?? [];
  return typesOf(from).some((type) => entering.has(type));
}

class CoverageTally {
  private readonly byGoal: ReadonlyMap<Goal, GoalTally>;

  constructor(goals: readonly Goal[]) {
    this.byGoal = new Map(goals.map((goal) => [goal, new GoalTally()]));
  }

  add(standing: Standing, seconds: number): void {
    this.byGoal.get(standing.goal)?.add(standing, seconds);
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

  add({ wait: { declined }, lasts }: Standing, seconds: number): void {
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

interface Listed {
  readonly patient: string;
  readonly by: string;
  readonly standing: Standing;
  readonly seconds: number;
}

function standsWithout(row: Listed, eventBehind: EventBehind, zone: string): StandsWithout {
  const { patient, standing, seconds } = row;
  const { goal, wait } = standing;
  const { key, episode, startedAt, holder, organisation } = wait;
  const declined: Declined | undefined = wait.declined;
  const from = eventBehind(row);
  return {
    ...{ patient, ...(key !== undefined && { key }), episode, goal: goal.types, wait: wait.wait },
    ...(holder !== undefined && { holder }),
    ...(organisation !== undefined && { organisation }),
    ...{ since: from?.occurredAt ?? formatInstant(startedAt, zone), seconds },
    ...(declined !== undefined && { declined }),
    ...(from !== undefined && { from }),
  };
}
