/**
 * Decisions of the engine: what it concluded from the facts, appended beside them.
 * `decide` compares an assessment with the decisions already recorded and returns
 * the difference: level, never edge, so running it twice adds nothing.
 */
import type { JsonObject } from './care-event.js';

export type DecisionType =
  | 'DutyArmed'
  | 'DutyMet'
  | 'DutyBreached'
  | 'DutyReopened'
  | 'DutyVoided';

/** A decision to append. Its content comes from facts alone, so that a retry writes the same. */
export interface Decision {
  readonly type: DecisionType;
  /** Names it for ever: pathway, duty, kind and how many went before; ids derive from it. */
  readonly key: string;
  /** When it took effect, ms since the epoch: due instant of a breach, instant of the meeting event … */
  readonly effectiveAt: number;
  readonly data: JsonObject;
}

/** A decision as read back from the patient's stream. */
export interface RecordedDecision extends Decision {
  readonly pathway: string;
  readonly duty: string;
  readonly recordedAt: number;
}
