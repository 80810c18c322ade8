/** What has to come before what: guards and sequences. */
import type { Element } from './element.js';
import type { EventPattern, Evidence, EvidencePattern } from './pattern.js';

/** A fact that breaks it is not refused: it becomes a deviation that names the guard. */
export interface GuardRule extends Element {
  readonly on: readonly EventPattern[];
  /** The latest earlier event of each type named here has to fit one of the patterns. */
  readonly requires: readonly EvidencePattern[];
  /** Where there are parts that each need evidence: these; `requires` has the patterns of all. */
  readonly requiresAllOf?: Evidence;
  /** Evidence that must not be there. */
  readonly forbids?: Evidence;
  /** Fields that the event has to have. */
  readonly needs: readonly string[];
}

/** `flag` before any of `before` is a deviation, unless something of `unless` came earlier. */
export interface SequenceRule extends Element {
  readonly flag: readonly EventPattern[];
  readonly before: readonly EventPattern[];
  readonly unless: readonly EventPattern[];
}
