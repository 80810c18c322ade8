/** Tells rules which patterns an event fits, once its conditions have been evaluated. */
import type { EventPattern } from '../definition/pattern.js';

/** Whether the event fits one of the patterns. */
export type Fits = (patterns: readonly EventPattern[]) => boolean;
