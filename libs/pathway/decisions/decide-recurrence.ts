/** The decisions that a new episode of an illness calls for, given those already recorded. */
import type { Assessment, Episode } from '../state/assessment.js';
import type { EpisodeDecisionType, JsonObject } from '#care-event';
import { journeyName } from './journey-name.js';
import type { Decision, RecordedDecision } from './decision.js';

/** @param recorded those on this episode, in the order of the stream */
export function decideRecurrence(
  assessment: Assessment,
  episode: Episode,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const { number, version, enteredAt, gapDays } = episode;
  const held = holding(assessment, recorded);
  if (held?.effectiveAt === enteredAt && held.data['gapDays'] === gapDays) return [];
  const data: JsonObject = {
    pathway: assessment.pathway,
    ...(assessment.key !== undefined && { key: assessment.key }),
    version,
    episode: number,
    earlierEpisode: String(number - 1),
    ...(gapDays !== undefined && { gapDays }),
  };
  const type = 'EpisodeRecurred';
  const key = keyOf(assessment, number, type, recorded.length);
  return [{ type, key, effectiveAt: enteredAt, data }];
}

/** An episode with recorded decisions that the facts no longer have. */
export function voidRecurrence(
  assessment: Assessment,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const held = holding(assessment, recorded);
  if (held === undefined) return [];
  const type = 'EpisodeRecurrenceVoided';
  const key = keyOf(assessment, held.episode, type, recorded.length);
  const data = { ...held.data, version: assessment.version };
  return [{ type, key, effectiveAt: held.effectiveAt, data }];
}

/** The last decision that the episode began, unless it was taken back. */
function holding(
  { at }: Assessment,
  recorded: readonly RecordedDecision[],
): RecordedDecision | undefined {
  const last = recorded.findLast(({ effectiveAt }) => effectiveAt <= at);
  return last?.type === 'EpisodeRecurred' ? last : undefined;
}

/**
 * WARNING: storage, ids derive from it. The first `/` comes after a `#`, unlike in the key of a
 * duty.
 */
function keyOf(
  assessment: Assessment,
  episode: number,
  type: EpisodeDecisionType,
  before: number,
): string {
  return `${journeyName(assessment)}#${episode}/${type}/${before}`;
}
