/**
 * What comes due in the next days: duties, answers to offers and limits of stages that are in time now
 * and will be breached if nothing happens. A projection, and marked as one: how likely each is to be breached is
 * read from how long the same duty took everybody else, those still open among them.
 */
import { formatInstant, formatLimit, dueAt } from '#calendar';
import { compareTexts } from '#care-event';
import {
  CENSORED,
  chanceStillOpen,
  kaplanMeier,
  SpellSample,
  type SurvivalCurve,
} from '#statistics';
import { notTooLate } from '../models/latest-instant.js';
import { eachDerived } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { SelectedEpisodes } from './each-selected.js';
import { eventsBehind, type EventBehind } from './events-behind.js';
import { byPatient, type EpisodeOf, type EventEvidence } from './evidence.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { LimitedStages, owedBy, type Owed } from './owed-in-time.js';
import { OWED, OWED_WITH_STAYS } from './owed.js';
import { openQuestion, readLimit, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery } from './question.js';

export interface DueQuery extends PathwayQuery {
  readonly asOf: string;
  /** How far ahead, such as `7 days`, which is the default. */
  readonly within?: string;
  /** Maximum rows to list; default all. Totals are not affected. */
  readonly limit?: number;
}

export interface ComingDue extends EpisodeOf {
  readonly kind: 'duty' | 'handover' | 'stage';
  /** Of the duty, the handover or the stage. */
  readonly id: string;
  /** Who owes it. */
  readonly owner: string;
  readonly organisation?: string;
  /** RFC 3339. */
  readonly dueAt: string;
  readonly remainingSeconds: number;
  readonly ageSeconds: number;
  /**
   * S(deadline) ÷ S(age), S being the share of the same duty still open after so long: how likely it
   * is to be breached. Null where fewer than five have been done, or none was open for as long.
   */
  readonly breachRisk: number | null;
  /** Types of event that would meet it; empty for an answer to an offer. */
  readonly awaits: readonly string[];
  /** What began it. */
  readonly from?: EventEvidence;
}

export interface DueCount {
  readonly kind: ComingDue['kind'];
  readonly id: string;
  readonly due: number;
  /** Sum of the risks; null where that of any is not known. */
  readonly expectedBreaches: number | null;
}

/** What there is of all, and of each group. */
export interface DueCounts {
  readonly due: number;
  /** Those with most first. */
  readonly elements: readonly DueCount[];
}

export interface DueAnswer extends AnswerHead, Omissions, DueCounts, Grouped<DueCounts> {
  /** Nothing here has happened yet. */
  readonly projection: true;
  readonly within: string;
  /** RFC 3339: the end of the days looked at. */
  readonly until: string;
  /** The soonest first. */
  readonly rows: readonly ComingDue[];
}

const DEFAULT_WITHIN = '7 days';
/** A curve of fewer says nothing. */
const DONE_LEAST = 5;

/** @throws QueryRefused unknown pathway or dimension, no as-of instant, no limit */
export function due(models: FigureModels, query: DueQuery): Promise<DueAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const at = requireAsOf(question);
    const { zone, calendar } = question.definition;
    const within = readLimit(query.within ?? DEFAULT_WITHIN, 'within');
    // Seven days from now, to the end of the seventh day.
    const end = dueAt({ start: at, end: at }, within, { zone, calendar }) ?? at;
    const until = notTooLate(end, 'within');
    const population = new Population();
    // It is a list of those who are asked for, also as a table.
    const selection = { ...query, evidence: 1, isExport: false };
    const groups = new Groups(selection, (): Found[] => []);
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, groups);
    const limited = LimitedStages.of(question, at);
    const derivation = limited === undefined ? OWED : OWED_WITH_STAYS;
    const unreadable = await eachDerived(source, derivation, (episodes, patient) => {
      for (const owed of episodes) {
        const { key, episode } = owed;
        const tallies = selected.of({ patient, key, episode });
        for (const each of owedBy(owed, at, limited)) {
          population.add(each);
          if (!each.isOpen || each.dueAt === undefined) continue;
          if (each.dueAt < at || each.dueAt > until) continue;
          const of = { patient, ...(key !== undefined && { key }), episode };
          const found = { ...each, of, patient, dueAt: each.dueAt, at };
          for (const tally of tallies) tally.push(found);
        }
      }
    });
    const counts = (rows: readonly Found[]): DueCounts => dueCounts(rows, population);
    const all = groups.all.sort(bySoonest);
    const rows = all.slice(0, readCount(query.limit, 'limit'));
    const eventBehind = await eventsBehind(view, question, rows);
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      ...{ projection: true, within: formatLimit(within), until: formatInstant(until, zone) },
      ...counts(all),
      ...groups.answer((group) => counts(group.sort(bySoonest))),
      rows: rows.map((found) => comingDue(found, { zone, population, eventBehind })),
    };
  });
}

/** How long each duty, answer and stay took those who owed it. */
class Population {
  private readonly samples = new Map<string, SpellSample>();
  private readonly curves = new Map<string, SurvivalCurve>();

  add({ kind, id, since, doneAt, seenUntil }: Owed): void {
    const key = `${kind} ${id}`;
    let sample = this.samples.get(key);
    if (sample === undefined) this.samples.set(key, (sample = new SpellSample()));
    const seconds = Math.max(0, (doneAt ?? seenUntil) - since) / 1000;
    sample.add(seconds, doneAt === undefined ? CENSORED : 1);
  }

  /** How likely it is that it is still open at its deadline. */
  breachRisk({ kind, id, since, dueAt: deadline, at }: Found): number | null {
    const key = `${kind} ${id}`;
    let curve = this.curves.get(key);
    if (curve === undefined)
      this.curves.set(key, (curve = kaplanMeier(this.samples.get(key) ?? new SpellSample())));
    if (curve.events < DONE_LEAST) return null;
    return chanceStillOpen(curve, (at - since) / 1000, (deadline - since) / 1000);
  }
}

interface Found extends Omit<Owed, 'dueAt'> {
  readonly of: EpisodeOf;
  readonly patient: string;
  readonly dueAt: number;
  readonly at: number;
}

function bySoonest(a: Found, b: Found): number {
  return a.dueAt - b.dueAt || byPatient(a, b);
}

function dueCounts(rows: readonly Found[], population: Population): DueCounts {
  const elements = [...Map.groupBy(rows, ({ kind, id }) => `${kind} ${id}`).values()].map((own) => {
    const { kind, id } = own[0]!;
    const risks = own.map((each) => population.breachRisk(each));
    const expectedBreaches = risks.reduce<number | null>(
      (sum, risk) => (sum === null || risk === null ? null : sum + risk),
      0,
    );
    return { kind, id, due: own.length, expectedBreaches };
  });
  return {
    due: rows.length,
    elements: elements.sort(
      (a, b) => b.due - a.due || compareTexts(`${a.id} ${a.kind}`, `${b.id} ${b.kind}`),
    ),
  };
}

interface Projecting {
  readonly zone: string;
  readonly population: Population;
  readonly eventBehind: EventBehind;
}

function comingDue(found: Found, { zone, population, eventBehind }: Projecting): ComingDue {
  const { of, at, kind, id, owner, organisation, awaits, since } = found;
  const from = eventBehind(found);
  return {
    ...{ ...of, kind, id, owner },
    ...(organisation !== undefined && { organisation }),
    dueAt: formatInstant(found.dueAt, zone),
    remainingSeconds: (found.dueAt - at) / 1000,
    ageSeconds: (at - since) / 1000,
    breachRisk: population.breachRisk(found),
    awaits,
    ...(from !== undefined && { from }),
  };
}
