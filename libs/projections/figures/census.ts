/** Census: who is on the pathway at an instant, for how long, and where. */
import { formatLimit, type Limit, limitSeconds } from '#calendar';
import { compareTexts } from '#care-event';
import { mean, median, NumberList, quantile } from '#statistics';
import { eachDerived, type Derivation } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import type { ReadView } from '../port/read-models.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import type { AssessedJourneys } from '../standing/patient-journeys.js';
import { assessedJourneysOf, NOBODY, openCases, type OpenCase } from './open-cases.js';
import { SelectedEpisodes } from './each-selected.js';
import { Groups, type Grouped } from './groups.js';
import { openQuestion, perEpisode, readLimit, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery, PerEpisode, Question } from './question.js';
import { unknownTypes, type UnknownType } from './requested-types.js';
import { increase, mostFirst } from './name-counts.js';
import { Top } from './top.js';

export interface CensusQuery extends PathwayQuery {
  readonly asOf: string;
  /** Ages over which open cases are counted. Default 7 and 30 days. */
  readonly over?: readonly string[];
  /** An open case of which nothing was heard for so long is lost to follow-up. Default 180 days. */
  readonly lostAfter?: string;
  /** List at most so many of the open cases, by patient, and as many of the lost. Default 0. */
  readonly evidence?: number;
}

export interface OpenOver {
  readonly limit: string;
  readonly seconds: number;
  readonly n: number;
  /** Of the open cases; null when there are none. */
  readonly share: number | null;
}

/** Open cases that may be open in the log alone: nobody has said anything of them for long. */
export interface Lost {
  /** Without an event for longer than this. */
  readonly after: string;
  readonly n: number;
  /** The open ones that are left. */
  readonly heardOf: number;
}

/** What there is of all, and of each group. */
export interface CensusFigures {
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
  /** Of the open. */
  readonly lost: Lost;
  readonly sinceLastEventSeconds: { readonly median: number | null };
  readonly openOver: readonly OpenOver[];
  /** Open cases by the type of their last event by then. */
  readonly lastEventCounts: Readonly<Record<string, number>>;
  /** Open cases by stage. */
  readonly stages: Readonly<Record<string, number>>;
  /** Open cases by who is accountable for them; `nobody` where no service is yet. */
  readonly holders: Readonly<Record<string, number>>;
}

export interface CensusAnswer
  extends AnswerHead, PerEpisode, Omissions, CensusFigures, Grouped<CensusFigures> {
  /** Types that no definition declares, counted over the whole log. */
  readonly unknownTypes: readonly UnknownType[];
  readonly evidence?: readonly OpenCase[];
  /** Of the lost, those not heard of for longest first. */
  readonly lostCases?: readonly OpenCase[];
}

const DEFAULT_OVER = ['7 days', '30 days'];
const DEFAULT_LOST_AFTER = '180 days';

/** @throws QueryRefused unknown pathway or dimension, no as-of instant, no limit */
export function census(models: FigureModels, query: CensusQuery): Promise<CensusAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const asOf = requireAsOf(question);
    const rule: CensusRule = {
      asOf,
      over: (query.over ?? DEFAULT_OVER).map((text) => readLimit(text, 'over')),
      lostAfter: readLimit(query.lostAfter ?? DEFAULT_LOST_AFTER, 'lostAfter'),
      evidenceMost: query.evidence ?? 0,
    };
    const groups = new Groups(query, () => new CensusCount(rule));
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, groups);
    const unreadable = await eachDerived(source, CASES, (cases, patient) => {
      for (const each of cases)
        for (const tally of selected.of({ patient, key: each.key })) tally.add(each, patient);
    });
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      ...perEpisode(question),
      ...groups.all.figures(),
      ...groups.answer((count) => count.figures()),
      unknownTypes: unknownTypes(question),
      ...(query.evidence === undefined
        ? {}
        : {
            evidence: await openCases(view, { ...question, asOf }, groups.all.first()),
            lostCases: await lostCases(view, { ...question, asOf }, groups.all),
          }),
    };
  });
}

async function lostCases(
  view: ReadView,
  question: Question & { readonly asOf: number },
  count: CensusCount,
): Promise<readonly OpenCase[]> {
  const found = await openCases(view, question, count.firstLost());
  return found
    .filter(({ sinceLastSeconds }) => sinceLastSeconds > count.lostAfterSeconds)
    .sort((a, b) => b.sinceLastSeconds - a.sinceLastSeconds);
}

/** What open cases are counted by, the same for all and for each group. */
interface CensusRule {
  readonly asOf: number;
  readonly over: readonly Limit[];
  readonly lostAfter: Limit;
  readonly evidenceMost: number;
}

/** What one assessment says, and the journeys that it is about. */
interface Case {
  readonly key?: string;
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
  const { key, stage, holder } = assessment;
  const events = journeys.reduce((sum, { timeline }) => sum + timeline.length, 0);
  const counts = { ...(key !== undefined && { key }), journeys: journeys.length, events };
  const latest = journeys.at(-1);
  const [entry, last] = [latest?.timeline[latest.entryAt], latest?.timeline.at(-1)];
  if (stage === undefined || !entry || !last) return counts;
  const times = { entry: entry.start, last: last.start, lastType: last.fact.type };
  return { ...counts, open: { stage: stage.stage, holder: holder ?? NOBODY, ...times } };
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
  private readonly lostPatients: Top<Silence, string>;

  constructor(private readonly rule: CensusRule) {
    this.patients = new Top(rule.evidenceMost, compareTexts);
    this.lostPatients = new Top(
      rule.evidenceMost,
      (a, b) => b.seconds - a.seconds || compareTexts(a.patient, b.patient),
    );
  }

  get lostAfterSeconds(): number {
    return limitSeconds(this.rule.lostAfter);
  }

  add({ journeys, events, open }: Case, patient: string): void {
    const { asOf } = this.rule;
    this.started += journeys;
    this.eventsSeen += events;
    if (open === undefined) return;
    const seconds = (asOf - open.last) / 1000;
    this.ages.push((asOf - open.entry) / 1000);
    this.silences.push(seconds);
    increase(this.lastTypes, open.lastType);
    increase(this.stages, open.stage);
    increase(this.holders, open.holder);
    this.patients.add(patient, () => patient);
    if (seconds > this.lostAfterSeconds) this.lostPatients.add({ patient, seconds }, () => patient);
  }

  figures(): CensusFigures {
    const ages = this.ages.sorted();
    const silences = this.silences.sorted();
    const lost = over(silences, this.lostAfterSeconds);
    return {
      started: this.started,
      open: ages.length,
      closed: this.started - ages.length,
      eventsSeen: this.eventsSeen,
      ageSeconds: {
        median: median(ages),
        p92: quantile(ages, 0.92),
        mean: mean(ages),
        max: quantile(ages, 1),
      },
      lost: { after: formatLimit(this.rule.lostAfter), n: lost, heardOf: ages.length - lost },
      sinceLastEventSeconds: { median: median(silences) },
      openOver: this.rule.over.map((limit) => {
        const seconds = limitSeconds(limit);
        const n = over(ages, seconds);
        const share = ages.length === 0 ? null : n / ages.length;
        return { limit: formatLimit(limit), seconds, n, share };
      }),
      lastEventCounts: mostFirst(this.lastTypes),
      stages: mostFirst(this.stages),
      holders: mostFirst(this.holders),
    };
  }

  /** The first of those with an open case. */
  first(): Patients {
    return { patients: [...new Set(this.patients.rows())], most: this.rule.evidenceMost };
  }

  firstLost(): Patients {
    return { patients: [...new Set(this.lostPatients.rows())], most: this.rule.evidenceMost };
  }
}

interface Silence {
  readonly patient: string;
  readonly seconds: number;
}

interface Patients {
  readonly patients: readonly string[];
  readonly most: number;
}

function over(values: Float64Array, limit: number): number {
  return values.reduce((n, value) => n + (value > limit ? 1 : 0), 0);
}
