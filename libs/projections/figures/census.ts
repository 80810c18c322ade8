/** Census: who is on the pathway at an instant, for how long, and where. */
import { formatLimit, limitSeconds } from '#calendar';
import { compareTexts } from '#care-event';
import { mean, median, NumberList, quantile } from '#statistics';
import { eachDerived, type Derivation } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import type { AssessedJourneys } from '../standing/patient-journeys.js';
import { assessedJourneysOf, openCases, type OpenCase } from './open-cases.js';
import { openQuestion, perEpisode, readLimit, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery, PerEpisode } from './question.js';
import { unknownTypes, type UnknownType } from './requested-types.js';
import { Top } from './top.js';

export interface CensusQuery extends PathwayQuery {
  readonly asOf: string;
  /** Ages over which open cases are counted. Default 7 and 30 days. */
  readonly over?: readonly string[];
  /** List at most so many of the open cases, by patient. Default 0. */
  readonly evidence?: number;
}

export interface OpenOver {
  readonly limit: string;
  readonly seconds: number;
  readonly n: number;
  /** Of the open cases; null when there are none. */
  readonly share: number | null;
}

export interface CensusAnswer extends AnswerHead, PerEpisode, Omissions {
  /** Patients who had entered or, where the pathway has episodes, episodes begun. */
  readonly started: number;
  readonly open: number;
  readonly closed: number;
  /** Events of all these journeys by then. */
  readonly eventsSeen: number;
  /** Since the event that opened the episode, of open cases; type 7, null when there are none. */
  readonly ageSeconds: {
    readonly median: number | null;
    readonly p92: number | null;
    readonly mean: number | null;
    readonly max: number | null;
  };
  readonly sinceLastEventSeconds: { readonly median: number | null };
  readonly openOver: readonly OpenOver[];
  /** Open cases by the type of their last event by then. */
  readonly lastEventCounts: Readonly<Record<string, number>>;
  /** Open cases by stage. */
  readonly stages: Readonly<Record<string, number>>;
  /** Open cases by who is accountable for them. */
  readonly holders: Readonly<Record<string, number>>;
  /** Types that no definition declares, counted over the whole log. */
  readonly unknownTypes: readonly UnknownType[];
  readonly evidence?: readonly OpenCase[];
}

const DEFAULT_OVER = ['7 days', '30 days'];

/** @throws QueryRefused unknown pathway, no as-of instant, no limit */
export function census(models: FigureModels, query: CensusQuery): Promise<CensusAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const over = (query.over ?? DEFAULT_OVER).map((text) => readLimit(text, 'over'));
    const asOf = requireAsOf(question);
    const count = new CensusCount(asOf, query.evidence ?? 0);
    const { cache } = models;
    const unreadable = await eachDerived({ cache, view, question }, CASES, (cases, patient) => {
      for (const each of cases) count.add(each, patient);
    });
    const ages = count.ages.sorted();
    return {
      ...question.head,
      ...omissions(unreadable),
      ...perEpisode(question),
      started: count.started,
      open: ages.length,
      closed: count.started - ages.length,
      eventsSeen: count.eventsSeen,
      ageSeconds: {
        median: median(ages),
        p92: quantile(ages, 0.92),
        mean: mean(ages),
        max: quantile(ages, 1),
      },
      sinceLastEventSeconds: { median: median(count.silences.sorted()) },
      openOver: over.map((limit) => {
        const seconds = limitSeconds(limit);
        const n = ages.reduce((total, age) => total + (age > seconds ? 1 : 0), 0);
        const share = ages.length === 0 ? null : n / ages.length;
        return { limit: formatLimit(limit), seconds, n, share };
      }),
      lastEventCounts: mostFirst(count.lastTypes),
      stages: mostFirst(count.stages),
      holders: mostFirst(count.holders),
      unknownTypes: unknownTypes(question),
      ...(query.evidence === undefined
        ? {}
        : { evidence: await openCases(view, { ...question, asOf }, count.first()) }),
    };
  });
}

/** What one assessment says, and the journeys that it is about. */
interface Case {
  readonly journeys: number;
  readonly events: number;
  readonly open?: {
    readonly stage: string;
    readonly holder: string;
    /** When the latest journey began, and its last step; ms since the epoch. */
    readonly entry: number;
    readonly last: number;
    readonly lastType: string;
  };
}

const CASES: Derivation<readonly Case[]> = {
  name: 'census',
  of: (patient) => assessedJourneysOf(patient).map(caseOf),
  isSame: (earlier, later) => JSON.stringify(earlier) === JSON.stringify(later),
  // The texts are those of the definition, and of the log's types.
  bytesOf: (cases) => 200 * cases.length,
};

function caseOf({ assessment, journeys }: AssessedJourneys): Case {
  const { stage, holder } = assessment;
  const events = journeys.reduce((sum, { timeline }) => sum + timeline.length, 0);
  const counts = { journeys: journeys.length, events };
  const latest = journeys.at(-1);
  const [entry, last] = [latest?.timeline[latest.entryAt], latest?.timeline.at(-1)];
  if (stage === undefined || holder === undefined || !entry || !last) return counts;
  const times = { entry: entry.start, last: last.start, lastType: last.fact.type };
  return { ...counts, open: { stage: stage.stage, holder, ...times } };
}

class CensusCount {
  started = 0;
  eventsSeen = 0;
  readonly ages = new NumberList();
  readonly silences = new NumberList();
  readonly lastTypes = new Map<string, number>();
  readonly stages = new Map<string, number>();
  readonly holders = new Map<string, number>();
  private readonly patients: Top<string, string>;

  constructor(
    private readonly asOf: number,
    private readonly evidenceMost: number,
  ) {
    this.patients = new Top(evidenceMost, compareTexts);
  }

  add({ journeys, events, open }: Case, patient: string): void {
    this.started += journeys;
    this.eventsSeen += events;
    if (open === undefined) return;
    this.ages.push((this.asOf - open.entry) / 1000);
    this.silences.push((this.asOf - open.last) / 1000);
    increase(this.lastTypes, open.lastType);
    increase(this.stages, open.stage);
    increase(this.holders, open.holder);
    this.patients.add(patient, () => patient);
  }

  /** The first of those with an open case. */
  first(): { readonly patients: readonly string[]; readonly most: number } {
    return { patients: [...new Set(this.patients.rows())], most: this.evidenceMost };
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function mostFirst(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(
    [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : a > b ? 1 : 0)),
  );
}
