/**
 * Decisions of the engine: its conclusions from the facts, appended beside them. `decide`
 * compares an assessment with the decisions already recorded and returns the difference, so
 * that running it twice adds nothing.
 */
import type { DecisionType, JsonObject } from '#care-event';

/**
 * Why a decision takes an earlier one back, as stored in its data: in the light of what
 * is known now the duty was `met-in-time`, `met-late`, `not-met` at all, is `not-yet-due`,
 * `lapsed` when its pathway closed, was taken away (`exempt`, `not-applicable`) or
 * `not-started`, or its breach is `attributable` or `not-attributable` after all. A `DutyArmed` with `due-moved` says that the duty is due at another time
 * or, where it has no `dueAt`, that its clock is paused. The reason of a `DutyExempted` is
 * the code of the exemption, or what made the duty not applicable.
 */
export type DecisionReason =
  | 'met-in-time'
  | 'met-late'
  | 'not-met'
  | 'not-yet-due'
  | 'lapsed'
  | 'exempt'
  | 'not-applicable'
  | 'not-started'
  | 'attributable'
  | 'not-attributable'
  | 'due-moved';

/**
 * A decision to append. Its content comes from facts alone, so that a retry writes the
 * same; instants are RFC 3339 in the definition's zone.
 *
 * On a duty, `data` holds `pathway`, `version`, `duty`, `owner` (answerable at
 * `effectiveAt`), `instance`, `armedBy`, `armedAt`; `dueAt` unless it is not known;
 * where met `metBy` and `metAt`; where taken away `endedBy` and `endedAt`; `reason` where
 * something is taken away, taken back or moved; `episode` unless it is the first, and
 * `occurrence` unless it is `''`.
 *
 * All of them hold `key` where the pathway has a journey for each key: that of the journey.
 *
 * Where a definition binds services to organisations and the one is known, `organisation` stands
 * beside `owner` and `service`, `fromOrganisation`, `toOrganisation` and `tookFromOrganisation`
 * beside `from`, `to` and `tookFrom`.
 *
 * On an episode: `pathway`, `version`, `episode`, `earlierEpisode` and `gapDays`.
 *
 * On a handover: `pathway`, `version`, `handover`, `episode` unless it is the first,
 * `occurrence`, `attempt` unless it is the first, `from`, `to`, `offeredAt`, and `turn`, the
 * key of the event; depending on that `by` (the fact), `service` (who is notified), `reason`, `answerDueAt`,
 * `tookFrom`. `HandoverReopened` and `HandoverVoided` have `turns` instead, the keys of those
 * that no longer hold.
 */
export interface Decision {
  readonly type: DecisionType;
  /**
   * Its permanent name; ids derive from it. It consists of pathway, duty, episode and occurrence,
   * type, and how many decisions on the same came before.
   */
  readonly key: string;
  /**
   * When it took effect, ms since the epoch: the start of the duty, the instant at which
   * it was met or taken away, the first instant past due, the entry of the episode; for
   * a decision that takes another back, that of the one it takes back.
   *
   * Whoever knows the same facts decides the same from that instant on. It is therefore
   * not before the fact that moved the due time or made the duty apply again, not before
   * the entry of the episode, and not within a time in which that was closed.
   */
  readonly effectiveAt: number;
  readonly data: JsonObject;
}

/** A decision as read back from the patient's stream. */
export interface RecordedDecision extends Decision {
  readonly pathway: string;
  /** As `key` in `Assessment`. */
  readonly episodeKey?: string;
  /** Absent where it is about an episode. */
  readonly duty?: string;
  /** From 1. */
  readonly episode: number;
  /** Rule of the handover that it is about, where it is about one. */
  readonly handover?: string;
  /** As in `DutyInstance` and `HandoverInstance`. */
  readonly occurrence: string;
  /** As in `HandoverInstance`; 1 for what is no handover. */
  readonly attempt: number;
  readonly recordedAt: number;
}
