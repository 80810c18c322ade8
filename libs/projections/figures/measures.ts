/**
 * What the definition itself measures, over all patients: its waits with those still waiting in
 * them (the hidden second wait, from the first visit to the treatment, is one of them), scores on
 * instruments, and money. Which events a wait goes from and to is for the definition to say.
 */
import { formatInstant } from '#calendar';
import type { ReadModels } from '../port/read-models.js';
import { eachAssessed, type AssessedPatient } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import {
  byPatient,
  episodeOf,
  factEvidence,
  type EpisodeOf,
  type EventEvidence,
} from './evidence.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { measuredPatient, type PlacedWait } from './measured-patient.js';
import { MeasuredTally, type MeasuredTotals } from './measured-totals.js';
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
export function measures(models: ReadModels, query: MeasuresQuery): Promise<MeasuresAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    requireAsOf(question);
    const waits = idsOf(question.versions, ({ measures }) => measures.waits);
    requireKnown(query.wait, waits, { what: 'measured wait', path: 'wait' });
    const groups = new Groups(question, query, () => new MeasuredTally(question.definition));
    const most = readCount(query.evidence, 'evidence') ?? 0;
    const longest = new Top<Rank, Waiting>(most, (a, b) => a.since - b.since || byPatient(a, b));
    const unreadable = await eachAssessed(view, question, (patient) => {
      const measured = measuredPatient(patient, question);
      if (measured === undefined) return;
      for (const tally of groups.of(patient, measured.assessment)) tally.add(measured);
      for (const wait of measured.waits) {
        const tallies = groups.of(patient, wait.assessment, wait.episode.number);
        for (const tally of tallies) tally.addWait(wait);
        if (tallies.length === 0 || wait.state !== 'waiting') continue;
        if (query.wait !== undefined && query.wait !== wait.wait) continue;
        longest.add({ patient: patient.patient, since: wait.startedAt }, () =>
          waiting(patient, wait),
        );
      }
    });
    return {
      ...question.head,
      ...omissions(unreadable),
      ...groups.all.totals(),
      ...groups.answer((tally) => tally.totals()),
      ...(query.evidence !== undefined && { evidence: longest.rows() }),
    };
  });
}

interface Rank {
  readonly patient: string;
  readonly since: number;
}

function waiting(patient: AssessedPatient, wait: PlacedWait): Waiting {
  const { assessment, episode, startedAt, startedBy, seconds, until } = wait;
  const { holder, organisation, zone } = assessment;
  const from = factEvidence(patient, startedBy);
  return {
    ...{ ...episodeOf(patient, assessment, episode.number), wait: wait.wait },
    ...(holder !== undefined && { holder }),
    ...(organisation !== undefined && { organisation }),
    since: from?.occurredAt ?? formatInstant(startedAt, zone),
    seconds,
    overStandard: until > (wait.standardUntil ?? Infinity),
    ...(from !== undefined && { from }),
  };
}
