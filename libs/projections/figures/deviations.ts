/**
 * Deviations across patients: what was reported and does not fit the definition, by kind and rule,
 * and by who reported it. Of each sequence and guard also how often its event came at all, so that
 * an order that is often broken is told apart from an event that is often reported: of all who had
 * imaging, how many had it before the steps that the guideline wants first. Which events those are
 * is said by the definition's `sequences` and `guards`.
 */
import { factKey, type RecordedFact } from '#care-event';
import { formatInstant } from '#calendar';
import { DEVIATION_KINDS } from '#pathway';
import type { Assessment, Definition, EventPattern, PathwayVersions } from '#pathway';
import {
  idCollisionsIn,
  SHARED_ID,
  sharedIds,
  type ReportedDeviation,
} from '../models/id-collisions.js';
import { eachAmong } from '../loaded/each-among.js';
import { eachDerived, type Derivation } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import type { ReadView } from '../port/read-models.js';
import type { AssessedPatient } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import {
  DeviationTally,
  type DeviationCounts,
  type Reporter,
  type RuleId,
} from './deviation-tally.js';
import { SelectedEpisodes } from './each-selected.js';
import { eventsBehind } from './events-behind.js';
import { byPatient, type EventEvidence } from './evidence.js';
import { Fitting } from './fitting.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { requireKnown } from './known-name.js';
import { openQuestion, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery, Question } from './question.js';
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
export function deviations(
  models: FigureModels,
  query: DeviationsQuery,
): Promise<DeviationsAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    requireAsOf(question);
    const { definition, versions } = question;
    requireKnownNames(versions, query);
    const { zone } = definition;
    const rules = rulesOfOrder(versions.definitions());
    const groups = new Groups(query, () => new DeviationTally(rules, zone));
    const most = readCount(query.evidence, 'evidence') ?? 0;
    const newest = new Top<Found, Found>(most, byNewest);
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, groups);
    const shared = await sharedIdsOf(view, question);
    const unreadable = await eachDerived(source, deviationsOn(versions), (all, patient) => {
      for (const [n, { key, met, deviating }] of all.entries()) {
        const tallies = selected.of({ patient, key });
        if (tallies.length === 0) continue;
        for (const rule of met) for (const tally of tallies) tally.meet(patient, rule);
        const apart = (n === 0 && shared.get(patient)) || [];
        for (const each of [...deviating, ...apart]) {
          const { deviation, reporter } = each;
          for (const tally of tallies) tally.deviate(patient, deviation, reporter);
          if (!isListed(query, deviation)) continue;
          const found = { patient, at: deviation.at, by: deviation.fact, key, deviation };
          newest.add(found, () => found);
        }
      }
    });
    const rows = newest.rows();
    const eventBehind = await eventsBehind(view, question, rows);
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      ...groups.all.counts(),
      ...groups.answer((tally) => tally.counts()),
      ...(query.evidence !== undefined && {
        evidence: rows.map((row) => deviationDto(row, eventBehind(row), zone)),
      }),
    };
  });
}

/** @throws QueryRefused there is no such kind, or no such rule */
function requireKnownNames(versions: PathwayVersions, { kind, rule }: DeviationsQuery): void {
  const kinds = [...DEVIATION_KINDS, SHARED_ID];
  requireKnown(kind, kinds, { what: 'kind of deviation', path: 'kind' });
  const withRules = ({ guards, sequences, clocks, duties }: Definition) => [
    ...[...guards, ...sequences, ...clocks, ...duties],
  ];
  requireKnown(rule, idsOf(versions, withRules), { what: 'rule', path: 'rule' });
}

/** A deviation, and who reported its event. */
interface Deviating {
  readonly deviation: ReportedDeviation;
  readonly reporter: Reporter | undefined;
}

/** What an assessment has of deviations, and a rule for each event that one is about. */
interface DeviatingPatient {
  readonly key: string | undefined;
  readonly met: readonly RuleId[];
  readonly deviating: readonly Deviating[];
}

/** By patient: they are few, and no assessment has them. */
async function sharedIdsOf(
  view: ReadView,
  question: Question,
): Promise<ReadonlyMap<string, readonly Deviating[]>> {
  const { definition, asOf = Infinity, knownAt } = question;
  const { zone } = definition;
  const keys = await idCollisionsIn(view, knownAt);
  const found = new Map<string, readonly Deviating[]>();
  await eachAmong(view, question, [...keys.keys()], (patient, facts) => {
    const shared = sharedIds(facts, keys.get(patient) ?? new Set(), { zone, asOf });
    found.set(
      patient,
      shared.map((deviation) => ({ deviation, reporter: reporterOf(facts, deviation) })),
    );
  });
  return found;
}

/** Nothing of it changes before the next wake-up of the assessment. */
function deviationsOn(versions: PathwayVersions): Derivation<readonly DeviatingPatient[]> {
  return {
    name: 'deviations',
    of: (patient) =>
      patient.assessments.map((assessment) => ({
        key: assessment.key,
        met: eventsOfRules(patient, assessment, versions.version(assessment.version)),
        deviating: assessment.deviations.map((deviation) => ({
          ...{ deviation, reporter: reporterOf(patient.facts(), deviation) },
        })),
      })),
    isSame: (earlier, later) => JSON.stringify(earlier) === JSON.stringify(later),
    bytesOf: (all) =>
      all.reduce(
        (sum, { met, deviating }) =>
          sum + PATIENT_BYTES + 8 * met.length + DEVIATION_BYTES * deviating.length,
        0,
      ),
  };
}

const PATIENT_BYTES = 120;
const DEVIATION_BYTES = 350;

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

function reporterOf(
  facts: readonly RecordedFact[],
  { fact }: ReportedDeviation,
): Reporter | undefined {
  const found = facts.find((each) => factKey(each) === fact);
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
  readonly by: string;
  readonly key: string | undefined;
  readonly deviation: ReportedDeviation;
}

function byNewest(a: Found, b: Found): number {
  return b.at - a.at || byPatient(a, b);
}

function deviationDto(
  { patient, key, deviation: { kind, rule, at, message } }: Found,
  event: EventEvidence | undefined,
  zone: string,
): DeviationDto {
  return {
    ...{ patient, ...(key !== undefined && { key }), kind },
    ...(rule !== undefined && { rule }),
    ...{ at: formatInstant(at, zone), message },
    ...(event !== undefined && { event }),
  };
}
