/**
 * Decisions of the engine: what it concluded from the facts, appended beside them.
 * `decide` compares an assessment with the decisions already recorded and returns
 * the difference: level, never edge, so running it twice adds nothing.
 */
import type { JsonObject } from './care-event.js';

/** Names that are storage: stored logs hold them. */
export type DecisionType = 'DutyArmed' | 'DutyMet' | 'DutyBreached' | 'DutyReopened' | 'DutyVoided';

/**
 * Why a decision takes an earlier one back, as stored in its data: in the light of what
 * is known now the duty was `met-in-time`, `met-late`, `not-met` at all, is `not-yet-due`,
 * `lapsed` when its pathway closed, or `not-started`.
 */
export type DecisionReason =
  'met-in-time' | 'met-late' | 'not-met' | 'not-yet-due' | 'lapsed' | 'not-started' | 'due-moved';

/**
 * A decision to append. Its content comes from facts alone, so that a retry writes the
 * same. `data` holds `pathway`, `version`, `duty`, `owner`, `instance`, `armedBy`,
 * `armedAt`, `dueAt`, where met `metBy` and `metAt`, where something is taken back
 * or moved `reason`; instants are RFC 3339 in the definition's zone. `owner` is the service
 * answerable at `effectiveAt`.
 */
export interface Decision {
  readonly type: DecisionType;
  /** Names it for ever: pathway, duty, type and how many of that duty went before; ids derive from it. */
  readonly key: string;
  /**
   * When it took effect, ms since the epoch: the start of the duty, the instant at which
   * it was met, the first instant past due; for a reopening or voiding that of the
   * decision that it takes back.
   */
  readonly effectiveAt: number;
  readonly data: JsonObject;
}

/** A decision as read back from the patient's stream. */
export interface RecordedDecision extends Decision {
  readonly pathway: string;
  readonly duty: string;
  readonly recordedAt: number;
}
