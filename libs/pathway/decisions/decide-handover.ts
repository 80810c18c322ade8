/**
 * The decisions that one offer calls for, given those taken on it before: one for each turn
 * that it has taken, and one that takes back what no longer holds. An offer keeps its name
 * whatever episode it counts in, since those who were asked know it by that.
 */
import type { Assessment, HandoverInstance, HandoverTurn } from '../journey/assessment.js';
import type { JsonObject } from '../facts/care-event.js';
import { formatInstant } from '../time/due.js';
import type { Decision, HandoverDecisionType, RecordedDecision } from './decision.js';
import { TURN_DECISIONS, turnsHolding } from './handover-level.js';

/** @param recorded those on this very offer, in the order of the stream */
export function decideHandover(
  assessment: Assessment,
  instance: HandoverInstance,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  const held = turnsHolding(known);
  const now = new Set(instance.turns.map(({ key }) => key));
  const gone = held.filter(({ turn }) => !now.has(turn)).map(({ turn }) => turn);
  const missing = instance.turns.filter(({ key }) => !held.some(({ turn }) => turn === key));
  const decisions: Decision[] = [];
  const append = (type: HandoverDecisionType, effectiveAt: number, more: JsonObject): void => {
    const key = keyOf(assessment, instance, type, recorded.length + decisions.length);
    decisions.push({ type, key, effectiveAt, data: { ...dataOf(assessment, instance), ...more } });
  };
  if (gone.length > 0) append('HandoverReopened', latest(known), { turns: gone });
  for (const turn of missing) {
    const from = knowableFrom(assessment, instance, turn.at);
    append(TURN_DECISIONS[turn.kind], from, turnData(assessment, instance, turn));
  }
  return decisions;
}

/** An offer on which something was decided but which the facts no longer make. */
export function voidHandover(
  assessment: Assessment,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  const held = turnsHolding(known);
  const last = known.at(-1);
  if (held.length === 0 || last?.handover === undefined) return [];
  const { handover, occurrence, attempt } = last;
  const { episode, from, to, offeredAt, pathway } = last.data;
  const data: JsonObject = {
    ...(pathway !== undefined && { pathway }),
    version: assessment.version,
    handover,
    ...(episode !== undefined && { episode }),
    occurrence,
    ...(attempt > 1 && { attempt }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(offeredAt !== undefined && { offeredAt }),
    turns: held.map(({ turn }) => turn),
  };
  const type = 'HandoverVoided';
  const key = keyOf(assessment, { handover, occurrence, attempt }, type, recorded.length);
  return [{ type, key, effectiveAt: latest(known), data }];
}

function dataOf(assessment: Assessment, instance: HandoverInstance): JsonObject {
  const { handover, episode, occurrence, attempt, from, to, offeredAt } = instance;
  const pinned = assessment.episodes.find(({ number }) => number === episode);
  return {
    pathway: assessment.pathway,
    version: pinned?.version ?? assessment.version,
    handover,
    ...(episode !== 1 && { episode }),
    occurrence,
    ...(attempt > 1 && { attempt }),
    from,
    to,
    offeredAt: formatInstant(offeredAt, assessment.zone),
  };
}

function turnData(
  { zone }: Assessment,
  { answerDueAt }: HandoverInstance,
  { kind, key, by, service, reason, tookFrom }: HandoverTurn,
): JsonObject {
  const asksForAnswer = kind === 'offered' || kind === 'withdrawn';
  return {
    turn: key,
    ...(by !== undefined && { by }),
    ...(service !== undefined && { service }),
    ...(reason !== undefined && { reason }),
    ...(tookFrom !== undefined && { tookFrom }),
    ...(asksForAnswer &&
      answerDueAt !== undefined && { answerDueAt: formatInstant(answerDueAt, zone) }),
  };
}

/** As with duties: nothing of an episode is in effect before its entry. */
function knowableFrom(
  { episodes }: Assessment,
  { episode }: HandoverInstance,
  instant: number,
): number {
  const enteredAt = episodes.find(({ number }) => number === episode)?.enteredAt ?? instant;
  return Math.max(enteredAt, instant);
}

function latest(recorded: readonly RecordedDecision[]): number {
  return recorded.reduce((at, { effectiveAt }) => Math.max(at, effectiveAt), -Infinity);
}

/**
 * WARNING: storage, ids derive from it. Ids of duties and pathways hold no `:`, and the
 * occurrence, which may hold anything, comes last.
 */
function keyOf(
  { pathway }: Assessment,
  { handover, occurrence, attempt }: Pick<HandoverInstance, 'handover' | 'occurrence' | 'attempt'>,
  type: HandoverDecisionType,
  before: number,
): string {
  return `${pathway}:${handover}/${attempt}/${type}/${before}/${occurrence}`;
}
