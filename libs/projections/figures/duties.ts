/**
 * Duty compliance: of all duties that were due by an instant, how many were met in time, met late,
 * breached and taken over by the end of the pathway, or breached and still open. Those that were
 * not due yet stand apart, the ones met ahead of time among them: counting these alone would
 * flatter, since nobody can have breached a duty before its time.
 */
import { formatInstant } from '#calendar';
import { eachDerived } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { SelectedEpisodes } from './each-selected.js';
import { eventsBehind, type EventBehind } from './events-behind.js';
import { byPatient, type EpisodeOf, type EventEvidence } from './evidence.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { OWED, type OwedDuty } from './owed.js';
import { openQuestion, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery } from './question.js';
import { idsOf } from './rule-ids.js';
import { Top } from './top.js';
import { byName } from './name-counts.js';

export interface DutiesQuery extends PathwayQuery {
  readonly asOf: string;
  /** List at most so many breached duties, those still open and the longest overdue first. Default 0. */
  readonly evidence?: number;
}

export interface DutyCompliance {
  readonly duty: string;
  /** Due by then: the sum of the next four. */
  readonly due: number;
  readonly met: number;
  readonly metLate: number;
  /** Breached, and nobody can do it any more. */
  readonly breachedAndClosed: number;
  readonly breachedAndOpen: number;
  /** `met` of `due`; null if none was due. */
  readonly shareMet: number | null;
  /** Of the breached ones, those that were past due before anybody could have done them. */
  readonly notAttributable: number;
  /** Not due yet, and not done; a duty without a due time, such as a paused one, among them. */
  readonly notYetDue: number;
  /** Done before they were due, which is still to come. */
  readonly metAheadOfTime: number;
  /** The pathway ended before they were due. */
  readonly lapsed: number;
  /** Taken away in time, by code. */
  readonly exempt: Readonly<Record<string, number>>;
}

export interface BreachedDuty extends EpisodeOf {
  readonly duty: string;
  readonly instance: number;
  readonly owner: string;
  readonly organisation?: string;
  readonly open: boolean;
  readonly dueAt: string;
  /** Since it was due; of one that is closed, until it was. */
  readonly overdueSeconds: number;
  /** Types of event that would meet it. */
  readonly awaits: readonly string[];
  /** What began it. */
  readonly from?: EventEvidence;
}

/** What there is of all, and of each group. */
export interface DutyCounts {
  readonly total: Omit<DutyCompliance, 'duty'>;
  /** In the newest definition's order, followed by those that only older versions have. */
  readonly duties: readonly DutyCompliance[];
}

export interface DutiesAnswer extends AnswerHead, Omissions, DutyCounts, Grouped<DutyCounts> {
  readonly evidence?: readonly BreachedDuty[];
}

/** @throws QueryRefused unknown pathway or dimension, no as-of instant */
export function duties(models: FigureModels, query: DutiesQuery): Promise<DutiesAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const { zone } = question.definition;
    const at = requireAsOf(question);
    const ids = idsOf(question.versions, (definition) => definition.duties);
    const groups = new Groups(query, () => new DutyTally(ids));
    const most = readCount(query.evidence, 'evidence') ?? 0;
    const breached = new Top<Breach, Breach>(most, byOverdue);
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, groups);
    const unreadable = await eachDerived(source, OWED, (owed, patient) => {
      for (const { key, episode, closedAt, duties: all } of owed) {
        const tallies = selected.of({ patient, key, episode });
        if (tallies.length === 0) continue;
        for (const duty of all) {
          for (const tally of tallies) tally.add(duty, at);
          if (duty.state !== 'breached') continue;
          const until = duty.open ? at : (closedAt ?? at);
          const overdueMs = Math.max(0, until - (duty.dueAt ?? until));
          const of = { patient, ...(key !== undefined && { key }), episode };
          const breach = { of, patient, by: duty.armedBy, duty, overdueMs };
          breached.add(breach, () => breach);
        }
      }
    });
    const rows = breached.rows();
    const eventBehind = await eventsBehind(view, question, rows);
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      ...groups.all.counts(),
      ...groups.answer((tally) => tally.counts()),
      ...(query.evidence !== undefined && {
        evidence: rows.map((row) => breachedDuty(row, eventBehind, zone)),
      }),
    };
  });
}

type Counts = { -readonly [Key in Exclude<keyof DutyCompliance, 'duty' | 'exempt'>]: number } & {
  exempt: Map<string, number>;
};

class DutyTally {
  private readonly byDuty: ReadonlyMap<string, Counts>;
  private readonly total = noDuties();

  constructor(ids: readonly string[]) {
    this.byDuty = new Map(ids.map((id) => [id, noDuties()]));
  }

  add(duty: OwedDuty, at: number): void {
    count(this.total, duty, at);
    const own = this.byDuty.get(duty.duty);
    if (own !== undefined) count(own, duty, at);
  }

  counts(): DutyCounts {
    const duties = [...this.byDuty].map(([duty, counts]) => ({ duty, ...complianceOf(counts) }));
    return { total: complianceOf(this.total), duties };
  }
}

function noDuties(): Counts {
  return {
    ...{ due: 0, met: 0, metLate: 0, breachedAndClosed: 0, breachedAndOpen: 0, shareMet: 0 },
    ...{ notAttributable: 0, notYetDue: 0, metAheadOfTime: 0, lapsed: 0, exempt: new Map() },
  };
}

function count(
  counts: Counts,
  { state, open, dueAt, reason, attributable }: OwedDuty,
  at: number,
): void {
  if (attributable === false) counts.notAttributable += 1;
  switch (state) {
    case 'met':
      // Of those that fall due together, the ones met early must not count before the others.
      if (dueAt === undefined || dueAt >= at) counts.metAheadOfTime += 1;
      else counts.met += 1;
      return;
    case 'met-late':
      counts.metLate += 1;
      return;
    case 'breached':
      counts[open ? 'breachedAndOpen' : 'breachedAndClosed'] += 1;
      return;
    case 'not-yet-due':
      counts.notYetDue += 1;
      return;
    case 'lapsed':
      counts.lapsed += 1;
      return;
    case 'exempt':
      counts.exempt.set(reason ?? '', (counts.exempt.get(reason ?? '') ?? 0) + 1);
      return;
    case 'not-applicable':
  }
}

function complianceOf(counts: Counts): Omit<DutyCompliance, 'duty'> {
  const { met, metLate, breachedAndClosed, breachedAndOpen } = counts;
  const due = met + metLate + breachedAndClosed + breachedAndOpen;
  const shareMet = due === 0 ? null : met / due;
  const exempt = byName(counts.exempt);
  return { ...counts, due, shareMet, exempt };
}

interface Breach {
  readonly of: EpisodeOf;
  readonly patient: string;
  readonly by: string;
  readonly duty: OwedDuty;
  /** Until now or, where nobody can do it any more, until the close. */
  readonly overdueMs: number;
}

function byOverdue(a: Breach, b: Breach): number {
  return Number(b.duty.open) - Number(a.duty.open) || b.overdueMs - a.overdueMs || byPatient(a, b);
}

function breachedDuty(row: Breach, eventBehind: EventBehind, zone: string): BreachedDuty {
  const { of, duty, overdueMs } = row;
  const { instance, owner, organisation, dueAt, awaits, armedAt, open } = duty;
  const from = eventBehind(row);
  return {
    ...{ ...of, open, duty: duty.duty, instance, owner },
    ...(organisation !== undefined && { organisation }),
    dueAt: formatInstant(dueAt ?? armedAt, zone),
    ...{ overdueSeconds: overdueMs / 1000, awaits },
    ...(from !== undefined && { from }),
  };
}
