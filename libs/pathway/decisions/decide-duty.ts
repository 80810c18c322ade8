/** The decisions that one instance of a duty calls for, given those already recorded. */
import type { Assessment } from '../state/assessment.js';
import type { DutyInstance, DutyState } from '../state/duty-instance.js';
import { journeyName } from './journey-name.js';
import type { DecisionType, DutyDecisionType, JsonObject } from '#care-event';
import type { Decision, DecisionReason, RecordedDecision } from './decision.js';
import { owedBy, type OwedBy } from './owed-by.js';
import { knowableFrom, latest } from './in-effect.js';
import { formatInstant } from '#calendar';
import { missingNotices } from './decide-notices.js';

/** The types of decision that are in effect for one instance, in order. */
type Level = readonly DecisionType[];

const LEVELS: Readonly<Record<DutyState, readonly DutyDecisionType[]>> = {
  'not-yet-due': ['DutyArmed'],
  lapsed: ['DutyArmed'],
  breached: ['DutyArmed', 'DutyBreached'],
  met: ['DutyArmed', 'DutyMet'],
  'met-late': ['DutyArmed', 'DutyBreached', 'DutyMet'],
  exempt: ['DutyArmed', 'DutyExempted'],
  'not-applicable': ['DutyArmed', 'DutyExempted'],
};

const REASONS: Readonly<Record<DutyState, DecisionReason>> = {
  'not-yet-due': 'not-yet-due',
  lapsed: 'lapsed',
  breached: 'not-met',
  met: 'met-in-time',
  'met-late': 'met-late',
  exempt: 'exempt',
  'not-applicable': 'not-applicable',
};

/** @param recorded those on this instance, in the order of the stream */
export function decideDuty(
  assessment: Assessment,
  instance: DutyInstance,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  const level = levelOf(known);
  const target = LEVELS[instance.state];
  const { movedAt = -Infinity } = instance;
  const decisions: Decision[] = [];
  const append = (type: DutyDecisionType, effectiveAt: number, more?: JsonObject): void => {
    const key = keyOf(assessment, instance, type, recorded.length + decisions.length);
    const data = { ...dataOf(assessment, instance, type), ...more };
    decisions.push({ type, key, effectiveAt, data });
  };
  const from = (instant: number): number =>
    knowableFrom(assessment, instance.episode, Math.max(instant, movedAt));
  let missing = target.slice(level.length);
  const isBlamedOtherwise = blamedOtherwise(instance, known);
  if (isBlamedOtherwise || !level.every((type, index) => target[index] === type)) {
    const reason = isBlamedOtherwise ? blameOf(instance) : REASONS[instance.state];
    append('DutyReopened', Math.max(latest(known), movedAt), { reason });
    missing = target.slice(1);
  }
  const decideOn = (type: DutyDecisionType): void => {
    const effectiveAt = knowableFrom(assessment, instance.episode, effectOf(type, instance));
    const { reason } = instance;
    const says = type === 'DutyExempted' && reason !== undefined;
    append(type, effectiveAt, says ? { reason } : undefined);
  };
  if (missing[0] === 'DutyArmed') decideOn('DutyArmed');
  else if (decisions.length === 0 && dueMoved(assessment, instance, known)) {
    append('DutyArmed', from(instance.armedAt), { reason: 'due-moved' });
  }
  const notify = (type: 'DutyWarned' | 'DutyEscalated'): void => {
    for (const { at, data } of missingNotices(type, assessment, instance, known))
      append(type, from(at), data);
  };
  notify('DutyWarned');
  if (missing.includes('DutyBreached')) decideOn('DutyBreached');
  notify('DutyEscalated');
  for (const type of missing) if (type !== 'DutyArmed' && type !== 'DutyBreached') decideOn(type);
  return decisions;
}

/** An instance with recorded decisions that the facts no longer start. */
export function voidDuty(
  assessment: Assessment,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  // Whom it was escalated to is no part of what never was.
  const last = known.findLast(({ type }) => type !== 'DutyEscalated');
  if (last?.duty === undefined || levelOf(known).length === 0) return [];
  const { duty, episode, occurrence } = last;
  const data = { ...last.data, version: assessment.version, reason: 'not-started' };
  const key = keyOf(assessment, { duty, episode, occurrence }, 'DutyVoided', recorded.length);
  return [{ type: 'DutyVoided', key, effectiveAt: latest(known), data }];
}

/**
 * Whether a correction, a pause or another version of the definition moved the due time of a
 * duty that still runs: worth a decision, since whoever waits for it has to be woken at another
 * time.
 */
function dueMoved(
  { zone }: Assessment,
  { state, dueAt }: DutyInstance,
  known: readonly RecordedDecision[],
): boolean {
  if (state !== 'not-yet-due') return false;
  const written = dueAt === undefined ? undefined : formatInstant(dueAt, zone);
  return known.at(-1)?.data['dueAt'] !== written;
}

/** Whether the breach in effect says otherwise than the facts whether its owner is to blame. */
function blamedOtherwise(instance: DutyInstance, known: readonly RecordedDecision[]): boolean {
  if (!LEVELS[instance.state].includes('DutyBreached')) return false;
  const inEffect = known.slice(1 + known.findLastIndex(({ type }) => TAKES_BACK.has(type)));
  const breach = inEffect.find(({ type }) => type === 'DutyBreached');
  return breach !== undefined && breach.data['attributable'] !== instance.attributable;
}

const TAKES_BACK: ReadonlySet<DecisionType> = new Set(['DutyReopened', 'DutyVoided']);

function blameOf({ attributable }: DutyInstance): DecisionReason {
  return attributable === false ? 'not-attributable' : 'attributable';
}

/** They were given, whatever became of the duty. */
const NOTICES: ReadonlySet<DecisionType> = new Set(['DutyWarned', 'DutyEscalated']);

function levelOf(recorded: readonly RecordedDecision[]): Level {
  let level: DecisionType[] = [];
  for (const { type } of recorded) {
    if (type === 'DutyVoided') level = [];
    else if (type === 'DutyReopened' || type === 'DutyArmed') level = ['DutyArmed'];
    else if (!NOTICES.has(type)) level.push(type);
  }
  return level;
}

function effectOf(type: DutyDecisionType, instance: DutyInstance): number {
  const { armedAt, dueAt = armedAt, movedAt = armedAt, metAt, endedAt } = instance;
  if (type === 'DutyMet') return metAt ?? armedAt;
  if (type === 'DutyExempted') return endedAt ?? armedAt;
  // A named date, or reported days, may lie before the day of the report.
  return type === 'DutyBreached' ? Math.max(dueAt + 1, armedAt, movedAt) : armedAt;
}

/** Who owed it when the decision took effect. */
function ownerOf(assessment: Assessment, instance: DutyInstance, type: DutyDecisionType): OwedBy {
  const { owner, organisation } = instance;
  if (type === 'DutyMet' || type === 'DutyExempted')
    return organisation === undefined ? { owner } : { owner, organisation };
  const at = type === 'DutyBreached' ? effectOf(type, instance) - 1 : instance.armedAt;
  return owedBy(assessment, instance, at);
}

function dataOf(
  assessment: Assessment,
  instance: DutyInstance,
  type: DutyDecisionType,
): JsonObject {
  const written = (at: number): string => formatInstant(at, assessment.zone);
  const { episode, occurrence, dueAt, metAt, metBy, endedAt, endedBy } = instance;
  const met = type === 'DutyMet' && metAt !== undefined && metBy !== undefined;
  const exempted = type === 'DutyExempted' && endedAt !== undefined && endedBy !== undefined;
  const pinned = assessment.episodes.find(({ number }) => number === episode);
  return {
    pathway: assessment.pathway,
    ...(assessment.key !== undefined && { key: assessment.key }),
    version: pinned?.version ?? assessment.version,
    duty: instance.duty,
    ...(episode !== 1 && { episode }),
    ...(occurrence !== '' && { occurrence }),
    ...ownerOf(assessment, instance, type),
    instance: instance.instance,
    armedBy: instance.armedBy,
    armedAt: written(instance.armedAt),
    ...(dueAt !== undefined && { dueAt: written(dueAt) }),
    ...(type === 'DutyBreached' && instance.attributable === false && { attributable: false }),
    ...(met && { metBy, metAt: written(metAt) }),
    ...(exempted && { endedBy, endedAt: written(endedAt) }),
  };
}

/**
 * WARNING: storage, ids derive from it. The occurrence may hold any character, so it comes
 * last; nothing before it holds a `/` or `#`.
 */
function keyOf(
  assessment: Assessment,
  { duty, episode, occurrence }: Pick<DutyInstance, 'duty' | 'episode' | 'occurrence'>,
  type: DutyDecisionType,
  before: number,
): string {
  const journey = journeyName(assessment);
  if (episode === 1 && occurrence === '') return `${journey}/${duty}/${type}/${before}`;
  const which = occurrence === '' ? '' : `/${occurrence}`;
  return `${journey}/${duty}#${episode}/${type}/${before}${which}`;
}
