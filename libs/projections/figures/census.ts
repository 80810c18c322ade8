/** Census: who is on the pathway at an instant, for how long, and where. */
import { formatLimit, limitSeconds } from '#calendar';
import type { TimedFact } from '#care-event';
import { mean, median, NumberList, quantile } from '#statistics';
import type { ReadModels } from '../port/read-models.js';
import type { JourneyFact } from '../models/stored-journey.js';
import { eachPatient, omissions, type Omissions } from '../standing/each-patient.js';
import { assessedJourneys, type AssessedJourneys } from '../standing/patient-journeys.js';
import { openQuestion, perEpisode, readLimit, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery, PerEpisode, Question } from './question.js';
import { unknownTypes, type UnknownType } from './requested-types.js';
import { eventEvidence, type EventEvidence } from './spell.js';

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

export interface OpenCase {
  readonly patient: string;
  /** The key of the episode, where the pathway has several side by side. */
  readonly key?: string;
  /** Number of the episode; absent where the pathway has none. */
  readonly episode?: number;
  readonly stage: string;
  /** The accountable service, which need not be the one the stage belongs to. */
  readonly holder: string;
  /** Organisation of the holder, where it is known. */
  readonly organisation?: string;
  readonly ageSeconds: number;
  readonly entry: EventEvidence;
  readonly last: EventEvidence;
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
export function census(models: ReadModels, query: CensusQuery): Promise<CensusAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const over = (query.over ?? DEFAULT_OVER).map((text) => readLimit(text, 'over'));
    const count = new CensusCount(question, requireAsOf(question), query.evidence ?? 0);
    const unreadable = await eachPatient(view, question, (patient, facts) =>
      count.add(patient, facts),
    );
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
      ...(query.evidence === undefined ? {} : { evidence: count.evidence }),
    };
  });
}

class CensusCount {
  started = 0;
  eventsSeen = 0;
  readonly ages = new NumberList();
  readonly silences = new NumberList();
  readonly lastTypes = new Map<string, number>();
  readonly stages = new Map<string, number>();
  readonly holders = new Map<string, number>();
  readonly evidence: OpenCase[] = [];

  constructor(
    private readonly question: Question,
    private readonly asOf: number,
    private readonly evidenceMost: number,
  ) {}

  add(patient: string, facts: readonly JourneyFact[]): void {
    for (const each of assessedJourneys(this.question, facts, this.asOf)) this.count(patient, each);
  }

  private count(patient: string, { assessment, journeys }: AssessedJourneys): void {
    const latest = journeys.at(-1);
    if (latest === undefined) return;
    const { stage, holder, organisation } = assessment;
    this.started += journeys.length;
    for (const { timeline } of journeys) this.eventsSeen += timeline.length;
    if (stage === undefined || holder === undefined) return;
    const { timeline, entryAt, key, episode } = latest;
    const entry = timeline[entryAt]!;
    const last = timeline.at(-1)!;
    this.ages.push(this.secondsSince(entry));
    this.silences.push(this.secondsSince(last));
    increase(this.lastTypes, last.fact.type);
    increase(this.stages, stage.stage);
    increase(this.holders, holder);
    if (this.evidence.length < this.evidenceMost)
      this.evidence.push({
        patient,
        ...(key === undefined ? {} : { key }),
        ...(episode === undefined ? {} : { episode }),
        stage: stage.stage,
        holder,
        ...(organisation === undefined ? {} : { organisation }),
        ageSeconds: this.secondsSince(entry),
        entry: eventEvidence(entry, this.question.definition.zone),
        last: eventEvidence(last, this.question.definition.zone),
      });
  }

  private secondsSince({ start }: TimedFact): number {
    return (this.asOf - start) / 1000;
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
