/**
 * Reconciles the decisions recorded with what the facts say now: returns what is missing,
 * nothing when they agree. Decisions are never changed or removed; one that no longer
 * holds is taken back by another.
 */
import type { Assessment, DutyInstance } from './assessment.js';
import type { Decision, DecisionReason, DecisionType, RecordedDecision } from './decision.js';
import type { JsonObject } from './care-event.js';
import { formatInstant } from './due.js';
import { holderAt, holderBefore } from './journey-fold.js';

/**
 * The decisions to append, in order; duties in the definition's order, then those that
 * are gone. A duty that lapsed needs no decision of its own: its pathway's close says it.
 *
 * Decisions that take effect after `assessment.at` are left alone: whoever made them had
 * a clock ahead of the one that asks now.
 * @param recorded the patient's decisions in the order of the stream; those of other pathways are ignored
 */
export function decide(
  assessment: Assessment,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const byDuty = new Map<string, RecordedDecision[]>();
  for (const decision of recorded) {
    if (decision.pathway !== assessment.pathway) continue;
    const ofDuty = byDuty.get(decision.duty);
    if (ofDuty === undefined) byDuty.set(decision.duty, [decision]);
    else ofDuty.push(decision);
  }
  const decisions: Decision[] = [];
  for (const instance of assessment.duties) {
    decisions.push(...decideDuty(assessment, instance, byDuty.get(instance.duty) ?? []));
    byDuty.delete(instance.duty);
  }
  for (const [duty, ofDuty] of byDuty) decisions.push(...withdraw(assessment, duty, ofDuty));
  return decisions;
}

/** What the decisions on one duty amount to: the types that hold, in order. */
type Level = readonly DecisionType[];

const LEVELS: Readonly<Record<DutyInstance['state'], Level>> = {
  'not-yet-due': ['DutyArmed'],
  lapsed: ['DutyArmed'],
  breached: ['DutyArmed', 'DutyBreached'],
  met: ['DutyArmed', 'DutyMet'],
  'met-late': ['DutyArmed', 'DutyBreached', 'DutyMet'],
};

const REASONS: Readonly<Record<DutyInstance['state'], DecisionReason>> = {
  'not-yet-due': 'not-yet-due',
  lapsed: 'lapsed',
  breached: 'not-met',
  met: 'met-in-time',
  'met-late': 'met-late',
};

function decideDuty(
  assessment: Assessment,
  instance: DutyInstance,
  recorded: readonly RecordedDecision[],
): Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  const level = levelOf(known);
  const target = LEVELS[instance.state];
  const decisions: Decision[] = [];
  const append = (type: DecisionType, effectiveAt: number, reason?: DecisionReason): void => {
    const key = keyOf(assessment, instance.duty, type, recorded.length + decisions.length);
    const data = dataOf(assessment, instance, type, reason);
    decisions.push({ type, key, effectiveAt, data });
  };
  let missing = target.slice(level.length);
  if (!level.every((type, place) => target[place] === type)) {
    append('DutyReopened', latest(known), REASONS[instance.state]);
    missing = target.slice(1);
  }
  for (const type of missing) append(type, effectOf(type, instance));
  if (decisions.length === 0 && dueMoved(assessment, instance, known)) {
    append('DutyArmed', instance.armedAt, 'due-moved');
  }
  return decisions;
}

/**
 * Whether a correction or another version of the definition moved the time at which a
 * duty that still runs falls due: worth a decision, since whoever waits for it has to
 * be woken at another time.
 */
function dueMoved(
  { zone }: Assessment,
  { state, dueAt }: DutyInstance,
  known: readonly RecordedDecision[],
): boolean {
  return state === 'not-yet-due' && known.at(-1)?.data['dueAt'] !== formatInstant(dueAt, zone);
}

/** A duty on which something was decided but which the facts no longer start. */
function withdraw(
  assessment: Assessment,
  duty: string,
  recorded: readonly RecordedDecision[],
): Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  const last = known.at(-1);
  if (last === undefined || levelOf(known).length === 0) return [];
  const data = { ...last.data, version: assessment.version, reason: 'not-started' };
  const key = keyOf(assessment, duty, 'DutyVoided', recorded.length);
  return [{ type: 'DutyVoided', key, effectiveAt: latest(known), data }];
}

function levelOf(recorded: readonly RecordedDecision[]): Level {
  let level: DecisionType[] = [];
  for (const { type } of recorded) {
    if (type === 'DutyVoided') level = [];
    else if (type === 'DutyReopened' || type === 'DutyArmed') level = ['DutyArmed'];
    else level.push(type);
  }
  return level;
}

function latest(recorded: readonly RecordedDecision[]): number {
  return recorded.reduce((at, { effectiveAt }) => Math.max(at, effectiveAt), -Infinity);
}

function effectOf(type: DecisionType, instance: DutyInstance): number {
  if (type === 'DutyMet') return instance.metAt ?? instance.armedAt;
  return type === 'DutyBreached' ? instance.dueAt + 1 : instance.armedAt;
}

function ownerOf(assessment: Assessment, instance: DutyInstance, type: DecisionType): string {
  if (!instance.ownedByHolder) return instance.owner;
  if (type === 'DutyMet') return holderBefore(assessment.stages, effectOf(type, instance));
  if (type === 'DutyBreached') return holderAt(assessment.stages, instance.dueAt);
  return holderAt(assessment.stages, instance.armedAt);
}

function dataOf(
  assessment: Assessment,
  instance: DutyInstance,
  type: DecisionType,
  reason?: DecisionReason,
): JsonObject {
  const written = (at: number): string => formatInstant(at, assessment.zone);
  const { metAt, metBy } = instance;
  const met = type === 'DutyMet' && metAt !== undefined && metBy !== undefined;
  return {
    pathway: assessment.pathway,
    version: assessment.version,
    duty: instance.duty,
    owner: ownerOf(assessment, instance, type),
    instance: 1,
    armedBy: instance.armedBy,
    armedAt: written(instance.armedAt),
    dueAt: written(instance.dueAt),
    ...(met && { metBy, metAt: written(metAt) }),
    ...(reason !== undefined && { reason }),
  };
}

function keyOf(assessment: Assessment, duty: string, type: DecisionType, before: number): string {
  return `${assessment.pathway}/${duty}/${type}/${before}`;
}
