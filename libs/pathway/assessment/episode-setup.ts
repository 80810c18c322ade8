/** What an episode is opened with. */
import type { TimedFact } from '#care-event';
import type { ScopeSetup } from './episode-scope.js';
import type { EpisodeState } from './episode-view.js';

export interface EpisodeSetup extends ScopeSetup {
  readonly entry: TimedFact;
  /** Whole days since the episode before; absent for the first. */
  readonly gapDays: number | undefined;
  /** All episodes of the journey, oldest first; it grows. */
  readonly episodes: readonly EpisodeState[];
}
