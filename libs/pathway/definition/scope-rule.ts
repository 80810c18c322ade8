/**
 * A part of the responsibility for a patient that is held beside the pathway's own: a clinic
 * treats, and a municipality follows up daily life. The stages say who holds the pathway's own.
 */
import type { Element, ServiceRef } from './element.js';
import type { EventPattern } from './pattern.js';

export interface ScopeRule extends Element {
  /** Service that holds it when it begins. */
  readonly holder: ServiceRef;
  /** Events that begin it; none: it begins with custody in the episode. */
  readonly begins: readonly EventPattern[];
  /** Events that end it; it ends with the episode at the latest. */
  readonly ends: readonly EventPattern[];
}
