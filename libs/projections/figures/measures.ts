/**
 * What the definition itself measures, over all patients: its waits with those still waiting in
 * them (the hidden second wait, from the first visit to the treatment, is one of them), scores on
 * instruments, and money. Which events a wait goes from and to is for the definition to say.
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
import { lastingAt, measuredOn, type PlacedWait } from './measured-patient.js';
import { MeasuredTally, waitsInDays, type MeasuredTotals } from './measured-totals.js';
import { requireKnown } from './known-name.js';
import { openQuestion, requireAsOf, type AnswerHead, type PathwayQuery } from './question.js';
import { idsOf } from './rule-ids.js';
import { Top } from './top.js';

export interface MeasuresQuery extends PathwayQuery {
  readonly asOf: string;
  /** List only those who wait in this one; default all of them. */
  readonly wait?: string;
  /** List at most so many who are still waiting, the longest first. Default 0. */
  readonly evidence?: number;
}

export interface Waiting extends EpisodeOf {
  readonly wait: string;
  /** The accountable service. */
  readonly holder?: string;
  readonly organisation?: string;
  /** RFC 3339. */
  readonly since: string;
  readonly seconds: number;
  readonly overStandard: boolean;
  /** What began it. */
  readonly from?: EventEvidence;
}

export interface MeasuresAnswer
  extends AnswerHead, Omissions, MeasuredTotals, Grouped<MeasuredTotals> {
  readonly evidence?: readonly Waiting[];
}

/** @throws QueryRefused unknown pathway or dimension, no as-of instant */
export function measures(models: FigureModels, query: MeasuresQuery): Promise<MeasuresAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const now = { at: requireAsOf(question), zone: question.definition.zone };
    const inDays = waitsInDays(question.definition);
    const waits = idsOf(question.versions, ({ measures }) => measures.waits);
    requireKnown(query.wait, waits, { what: 'measured wait', path: 'wait' });
    const groups = new Groups(query, () => new MeasuredTally(question.definition));
    const most = readCount(query.evidence, 'evidence') ?? 0;
    const longest = new Top<Rank, Listed>(most, (a, b) => a.since - b.since || byPatient(a, b));
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, groups);
    const unreadable = await eachDerived(source, measuredOn(question), (measured, patient) => {
      if (measured === null) return;
      for (const tally of selected.of({ patient, key: measured.key })) tally.add(measured);
      for (const wait of measured.waits) {
        const { key, episode, startedAt: since, startedBy: by } = wait;
        const tallies = selected.of({ patient, key, episode });
        const lasting = lastingAt(wait, { ...now, wholeDays: inDays.has(wait.wait) });
        for (const tally of tallies) tally.addWait(wait, lasting);
        if (tallies.length === 0 || wait.state !== 'waiting') continue;
        if (query.wait !== undefined && query.wait !== wait.wait) continue;
        longest.add({ patient, since }, () => ({ patient, by, wait, ...lasting }));
      }
    });
    const rows = longest.rows();
    const eventBehind = await eventsBehind(view, question, rows);
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      ...groups.all.totals(),
      ...groups.answer((tally) => tally.totals()),
      ...(query.evidence !== undefined && {
        evidence: rows.map((row) => waiting(row, eventBehind, now.zone)),
      }),
    };
  });
}

interface Rank {
  readonly patient: string;
  readonly since: number;
}

interface Listed {
  readonly patient: string;
  readonly by: string;
  readonly wait: PlacedWait;
  readonly until: number;
  readonly seconds: number;
}

function waiting(row: Listed, eventBehind: EventBehind, zone: string): Waiting {
  const { patient, wait, until, seconds } = row;
  const { key, episode, startedAt, holder, organisation, standardUntil = Infinity } = wait;
  const from = eventBehind(row);
  return {
    ...{ patient, ...(key !== undefined && { key }), episode, wait: wait.wait },
    ...(holder !== undefined && { holder }),
    ...(organisation !== undefined && { organisation }),
    since: from?.occurredAt ?? formatInstant(startedAt, zone),
    seconds,
    overStandard: until > standardUntil,
    ...(from !== undefined && { from }),
  };
}
