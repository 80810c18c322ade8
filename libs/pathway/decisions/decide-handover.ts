/**
 * The decisions that one offer calls for, given those taken on it before: one for each turn
 * that it has taken, and one that takes back what no longer holds. An offer keeps its name
 * whatever episode it counts in, since those who were asked know it by that.
 */
import type { Assessment } from '../state/assessment.js';
import type { HandoverInstance, HandoverEvent } from '../state/handover-instance.js';
import type { HandoverDecisionType, JsonObject } from '#care-event';
import { formatInstant } from '#calendar';
import type { Decision, RecordedDecision } from './decision.js';
import { knowableFrom, latest } from './in-effect.js';
import { DECISION_TYPES, effectiveEvents } from './handover-events.js';
import type { EffectiveEvent } from './handover-events.js';

/** @param recorded those on this very offer, in the order of the stream */
export function decideHandover(
  assessment: Assessment,
  instance: HandoverInstance,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  const held = effectiveEvents(known);
  const now = new Map(instance.events.map((turn) => [turn.key, turn]));
  const gone = held.filter((one) => !isStill(one, instance, now.get(one.key)));
  // Taking a turn back takes back all that was ever said of it: it is said anew if it holds.
  const takenBack = new Set(gone.map(({ key: turn }) => turn));
  const missing = instance.events.filter(
    ({ key }) => takenBack.has(key) || !held.some(({ key: turn }) => turn === key),
  );
  const decisions: Decision[] = [];
  const append = (type: HandoverDecisionType, effectiveAt: number, more: JsonObject): void => {
    const key = keyOf(assessment, instance, type, recorded.length + decisions.length);
    decisions.push({ type, key, effectiveAt, data: { ...dataOf(assessment, instance), ...more } });
  };
  if (gone.length > 0) {
    const from = knowableFrom(assessment, instance.episode, latest(known));
    // Who was told by whom and of whom, as it was said then.
    const { from: sender, to: receiver } = gone.at(-1)?.decision.data ?? {};
    append('HandoverReopened', from, {
      turns: [...takenBack],
      ...(sender !== undefined && { from: sender }),
      ...(receiver !== undefined && { to: receiver }),
    });
  }
  for (const turn of missing) {
    const from = knowableFrom(assessment, instance.episode, turn.at);
    append(DECISION_TYPES[turn.kind], from, turnData(assessment, instance, turn));
  }
  return decisions;
}

/** An offer on which something was decided but which the facts no longer make. */
export function voidHandover(
  assessment: Assessment,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  const held = effectiveEvents(known);
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
    turns: held.map(({ key: turn }) => turn),
  };
  const type = 'HandoverVoided';
  const key = keyOf(assessment, { handover, occurrence, attempt }, type, recorded.length);
  return [{ type, key, effectiveAt: latest(known), data }];
}

/** Whether the turn still holds, between the same services: a late report may tell of others. */
function isStill(
  { decision }: EffectiveEvent,
  { from, to }: HandoverInstance,
  turn: HandoverEvent | undefined,
): boolean {
  const { data } = decision;
  return (
    turn !== undefined &&
    data['from'] === from &&
    data['to'] === to &&
    data['service'] === turn.service
  );
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
  { kind, key, by, service, reason, tookFrom }: HandoverEvent,
): JsonObject {
  // When the receiver's answer is due: a question may have put that off.
  const asksForAnswer =
    kind === 'offered' || kind === 'withdrawn' || kind === 'information-supplied';
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
