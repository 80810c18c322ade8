/**
 * The decisions that one offer calls for, given those already recorded: one for each new event
 * of the offer, and one that takes back those that no longer hold. An offer keeps its name
 * whatever episode it counts in, since the services asked know it by that name.
 */
import type { Assessment } from '../state/assessment.js';
import type { HandoverInstance, HandoverEvent } from '../state/handover-instance.js';
import type { HandoverDecisionType, JsonObject } from '#care-event';
import { formatInstant } from '#calendar';
import { journeyName } from './journey-name.js';
import type { Decision, RecordedDecision } from './decision.js';
import { knowableFrom, latest } from './in-effect.js';
import { DECISION_TYPES, effectiveEvents } from './handover-events.js';
import type { EffectiveEvent } from './handover-events.js';

/** @param recorded those on this offer, in the order of the stream */
export function decideHandover(
  assessment: Assessment,
  instance: HandoverInstance,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  const inEffect = effectiveEvents(known);
  const current = new Map(instance.events.map((event) => [event.key, event]));
  const gone = inEffect.filter((one) => !isStill(one, instance, current.get(one.key)));
  // Taking an event back takes back all decisions on it: it is decided anew if it holds.
  const takenBack = new Set(gone.map(({ key }) => key));
  const missing = instance.events.filter(
    ({ key }) => takenBack.has(key) || !inEffect.some((one) => one.key === key),
  );
  const decisions: Decision[] = [];
  const append = (type: HandoverDecisionType, effectiveAt: number, more: JsonObject): void => {
    const key = keyOf(assessment, instance, type, recorded.length + decisions.length);
    decisions.push({ type, key, effectiveAt, data: { ...dataOf(assessment, instance), ...more } });
  };
  if (gone.length > 0) {
    const from = knowableFrom(assessment, instance.episode, latest(known));
    // Sender and receiver as they were in the decision that is taken back.
    append('HandoverReopened', from, {
      turns: [...takenBack],
      ...partiesIn(gone.at(-1)?.decision.data ?? {}),
    });
  }
  for (const event of missing) {
    const from = knowableFrom(assessment, instance.episode, event.at);
    append(DECISION_TYPES[event.kind], from, eventData(assessment, instance, event));
  }
  return decisions;
}

/** An offer with recorded decisions that the facts no longer make. */
export function voidHandover(
  assessment: Assessment,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const known = recorded.filter(({ effectiveAt }) => effectiveAt <= assessment.at);
  const inEffect = effectiveEvents(known);
  const last = known.at(-1);
  if (inEffect.length === 0 || last?.handover === undefined) return [];
  const { handover, occurrence, attempt } = last;
  const { scope, episode, matching, offeredAt, pathway, key: episodeKey } = last.data;
  const data: JsonObject = {
    ...(pathway !== undefined && { pathway }),
    ...(episodeKey !== undefined && { key: episodeKey }),
    version: assessment.version,
    handover,
    ...(scope !== undefined && { scope }),
    ...(episode !== undefined && { episode }),
    occurrence,
    ...(matching !== undefined && { matching }),
    ...(attempt > 1 && { attempt }),
    ...partiesIn(last.data),
    ...(offeredAt !== undefined && { offeredAt }),
    turns: inEffect.map(({ key }) => key),
  };
  const type = 'HandoverVoided';
  const key = keyOf(assessment, { handover, occurrence, attempt }, type, recorded.length);
  return [{ type, key, effectiveAt: latest(known), data }];
}

const PARTIES = ['from', 'fromOrganisation', 'to', 'toOrganisation'] as const;

/** Between whom it is: services, and their organisations where they are known. */
function partiesIn(data: JsonObject): JsonObject {
  return Object.fromEntries(
    PARTIES.flatMap((field) => {
      const party = data[field];
      return party === undefined ? [] : [[field, party]];
    }),
  );
}

/** Whether the event still holds, between the same: a late report may name others. */
function isStill(
  { decision }: EffectiveEvent,
  instance: HandoverInstance,
  event: HandoverEvent | undefined,
): boolean {
  const { data } = decision;
  return (
    event !== undefined &&
    PARTIES.every((field) => data[field] === instance[field]) &&
    data['service'] === event.service &&
    data['organisation'] === event.organisation &&
    data['tookFromOrganisation'] === event.tookFromOrganisation &&
    data['byOrganisation'] === event.byOrganisation
  );
}

function dataOf(assessment: Assessment, instance: HandoverInstance): JsonObject {
  const { handover, scope, episode, occurrence, matching, attempt, offeredAt } = instance;
  const { from, fromOrganisation, to, toOrganisation } = instance;
  const pinned = assessment.episodes.find(({ number }) => number === episode);
  return {
    pathway: assessment.pathway,
    ...(assessment.key !== undefined && { key: assessment.key }),
    version: pinned?.version ?? assessment.version,
    handover,
    ...(scope !== undefined && { scope }),
    ...(episode !== 1 && { episode }),
    occurrence,
    ...(matching !== undefined && { matching: { [matching.field]: matching.value } }),
    ...(attempt > 1 && { attempt }),
    from,
    ...(fromOrganisation !== undefined && { fromOrganisation }),
    to,
    ...(toOrganisation !== undefined && { toOrganisation }),
    offeredAt: formatInstant(offeredAt, assessment.zone),
  };
}

function eventData(
  { zone }: Assessment,
  { answerDueAt }: HandoverInstance,
  event: HandoverEvent,
): JsonObject {
  const { kind, key, by, service, organisation, reason } = event;
  const { tookFrom, tookFromOrganisation, byOrganisation } = event;
  // When the receiver's answer is due: a request for information may have postponed that.
  const asksForAnswer =
    kind === 'offered' || kind === 'withdrawn' || kind === 'information-supplied';
  return {
    turn: key,
    ...(by !== undefined && { by }),
    ...(service !== undefined && { service }),
    ...(organisation !== undefined && { organisation }),
    ...(reason !== undefined && { reason }),
    ...(tookFrom !== undefined && { tookFrom }),
    ...(tookFromOrganisation !== undefined && { tookFromOrganisation }),
    ...(byOrganisation !== undefined && { byOrganisation }),
    ...(asksForAnswer &&
      answerDueAt !== undefined && { answerDueAt: formatInstant(answerDueAt, zone) }),
  };
}

/**
 * WARNING: storage, ids derive from it. Ids of duties and pathways hold no `:`, and the
 * occurrence, which may hold anything, comes last.
 */
function keyOf(
  assessment: Assessment,
  { handover, occurrence, attempt }: Pick<HandoverInstance, 'handover' | 'occurrence' | 'attempt'>,
  type: HandoverDecisionType,
  before: number,
): string {
  return `${journeyName(assessment)}:${handover}/${attempt}/${type}/${before}/${occurrence}`;
}
