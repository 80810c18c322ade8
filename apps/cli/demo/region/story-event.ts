/** One thing that happens in a story, and its report. */
import type { JsonObject } from '#care-event';
import type { Publisher } from './publisher.js';

export interface StoryEvent {
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How precisely it is reported. */
  readonly precision: 'instant' | 'day' | 'month';
  /** When it is reported, ms since the epoch. */
  readonly reportedAt: number;
  readonly publisher: Publisher;
  readonly data: JsonObject;
  /** The pathway that it is addressed to; without it, whichever it concerns. */
  readonly pathway?: string;
}
