/**
 * Deviations across patients: what was reported and does not fit the definition, by kind and rule,
 * and by who reported it. Of each sequence and guard also how often its event came at all, so that
 * an order that is often broken is told apart from an event that is often reported: of all who had
 * imaging, how many had it before the steps that the guideline wants first. Which events those are
 * is said by the definition's `sequences` and `guards`.
 */
import { factKey } from '#care-event';
import { formatInstant } from '#calendar';
import { DEVIATION_KINDS } from '#pathway';
import type { Assessment, Definition, EventPattern } from '#pathway';
import {
  idCollisionsIn,
  SHARED_ID,
  sharedIds,
  type ReportedDeviation,
} from '../models/id-collisions.js';
import type { ReadModels } from '../port/read-models.js';
import { eachAssessed, type AssessedPatient } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import {
  DeviationTally,
  type DeviationCounts,
  type Reporter,
  type RuleId,
} from './deviation-tally.js';
import { byPatient, factEvidence, type EventEvidence } from './evidence.js';
import { Fitting } from './fitting.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { requireKnown } from './known-name.js';
import { openQuestion, requireAsOf, type AnswerHead, type PathwayQuery } from './question.js';
import { idsOf } from './rule-ids.js';
import { Top } from './top.js';

export interface DeviationsQuery extends PathwayQuery {
  readonly asOf: string;
  /** List only those of this kind, and of this guard, sequence or other element. */
  readonly kind?: string;
  readonly rule?: string;
  /** List at most so many, the newest first. Default 0. */
  readonly evidence?: number;
}

export interface DeviationDto {
  readonly patient: string;
  readonly key?: string;
  readonly kind: string;
  readonly rule?: string;
  /** When the event happened. */
  readonly at: string;
  readonly message: string;
  readonly event?: EventEvidence;
}

export interface DeviationsAnswer
  extends AnswerHead, Omissions, DeviationCounts, Grouped<DeviationCounts> {
  readonly evidence?: readonly DeviationDto[];
}

/** @throws QueryRefused unknown pathway or dimension, no as-of instant */
export function deviations(models: ReadModels, query: DeviationsQuery): Promise<DeviationsAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    requireAsOf(question);
    const { definition, versions, asOf, knownAt } = question;
    const shared = await idCollisionsIn(view, knownAt);
    const rules = rulesOfOrder(versions.definitions());
    requireKnown(query.kind, [...DEVIATION_KINDS, SHARED_ID], {
      what: 'kind of deviation',
      path: 'kind',
    });
    const withRules = ({ guards, sequences, clocks, duties }: Definition) => [
      ...[...guards, ...sequences, ...clocks, ...duties],
    ];
    requireKnown(query.rule, idsOf(versions, withRules), { what: 'rule', path: 'rule' });
    const groups = new Groups(question, query, () => new DeviationTally(rules, definition.zone));
    const most = readCount(query.evidence, 'evidence') ?? 0;
    const newest = new Top<Found, DeviationDto>(most, byNewest);
    const unreadable = await eachAssessed(view, question, (patient) => {
      for (const assessment of patient.assessments) {
        const tallies = groups.of(patient, assessment);
        if (tallies.length === 0) continue;
        for (const rule of eventsOfRules(patient, assessment, versions.version(assessment.version)))
          for (const tally of tallies) tally.meet(patient.patient, rule);
        const first = assessment === patient.assessments[0];
        const keys = (first && shared.get(patient.patient)) || NONE;
        const { zone } = definition;
        for (const deviation of [
          ...assessment.deviations,
          ...(keys.size === 0 ? [] : sharedIds(patient.facts(), keys, { zone, asOf: asOf! })),
        ]) {
          const by = reporterOf(patient, deviation);
          for (const tally of tallies) tally.deviate(patient.patient, deviation, by);
          if (isListed(query, deviation))
            newest.add({ patient: patient.patient, at: deviation.at }, () =>
              deviationDto(patient, assessment, deviation),
            );
        }
      }
    });
    return {
      ...question.head,
      ...omissions(unreadable),
      ...groups.all.counts(),
      ...groups.answer((tally) => tally.counts()),
      ...(query.evidence !== undefined && { evidence: newest.rows() }),
    };
  });
}

const NONE: ReadonlySet<string> = new Set();

interface Rule extends RuleId {
  readonly on: readonly EventPattern[];
}

function rulesIn({ sequences, guards }: Definition): readonly Rule[] {
  return [
    ...sequences.map(({ id, flag }) => ({ kind: 'sequence', rule: id, on: flag }) as const),
    ...guards.map(({ id, on }) => ({ kind: 'guard', rule: id, on }) as const),
  ];
}

/** Of the newest definition, then those that only older ones have. */
function rulesOfOrder(definitions: readonly Definition[]): readonly RuleId[] {
  const all = definitions.toReversed().flatMap(rulesIn);
  return [...new Map(all.map(({ kind, rule }) => [`${kind} ${rule}`, { kind, rule }])).values()];
}

/** A rule for each event of the patient that it is about. */
function eventsOfRules(
  patient: AssessedPatient,
  { key }: Assessment,
  definition: Definition,
): readonly RuleId[] {
  const rules = rulesIn(definition);
  const types = new Set(rules.flatMap(({ on }) => on.map(({ type }) => type)));
  if (!patient.facts().some(({ type }) => types.has(type))) return [];
  const fitting = new Fitting(patient, definition);
  return patient
    .journeys()
    .filter((journey) => journey.key === key)
    .flatMap(({ timeline }) => timeline.filter(({ fact }) => types.has(fact.type)))
    .flatMap((event) => rules.filter(({ on }) => fitting.fits(on, event)));
}

function reporterOf(patient: AssessedPatient, { fact }: ReportedDeviation): Reporter | undefined {
  const found = patient.facts().find((each) => factKey(each) === fact);
  return found && { source: found.source, organisation: found.actor?.organisation };
}

function isListed({ kind, rule }: DeviationsQuery, deviation: ReportedDeviation): boolean {
  return (
    (kind === undefined || kind === deviation.kind) &&
    (rule === undefined || rule === deviation.rule)
  );
}

interface Found {
  readonly patient: string;
  readonly at: number;
}

function byNewest(a: Found, b: Found): number {
  return b.at - a.at || byPatient(a, b);
}

function deviationDto(
  patient: AssessedPatient,
  { key, zone }: Assessment,
  { kind, rule, at, fact, message }: ReportedDeviation,
): DeviationDto {
  const event = factEvidence(patient, fact);
  return {
    ...{ patient: patient.patient, ...(key !== undefined && { key }), kind },
    ...(rule !== undefined && { rule }),
    ...{ at: formatInstant(at, zone), message },
    ...(event !== undefined && { event }),
  };
}
