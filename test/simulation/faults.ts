/**
 * Which faults one run has, and how often. Each seed draws its own mixture: a run in which
 * everything fails a little hides what one in which a single thing fails often would show.
 */
import type { Random } from './random.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Shares of calls, 0 to 1. */
export interface CallFaults {
  /** Fails, and nothing was done. */
  readonly refused: number;
  /** Was done, and reports failure. */
  readonly unknown: number;
  /** Was done, and is never answered: the process waits until it is ended. */
  readonly unanswered: number;
  /** Arrives twice. */
  readonly twice: number;
  /** Takes minutes or hours instead of milliseconds. */
  readonly slow: number;
}

export interface FaultMix {
  readonly calls: CallFaults;
  /** Mean number of steps between crashes of one process; Infinity: never. */
  readonly crashEverySteps: number;
  /** Share of crashes after which the read models are gone, too. */
  readonly modelsLost: number;
  /** Mean time between jumps of one process's clock, ms. */
  readonly clockJumpEveryMs: number;
  /** Longest jump, ms, either way. */
  readonly clockJumpMostMs: number;
  /** Share of reports that are sent twice, late, with other content, or all at once. */
  readonly reportedTwice: number;
  readonly reportedLate: number;
  readonly reportedChanged: number;
  /** Share of pushes that fail, one way or another. */
  readonly receivers: number;
  /** The real read models in SQLite, instead of a fold of the log in memory. */
  readonly realModels: boolean;
  /** Processes that work side by side on one store. */
  readonly processes: number;
  /** The store has a remote's manners: see `remote.ts`. */
  readonly remote: boolean;
}

export const NO_CALL_FAULTS: CallFaults = {
  refused: 0,
  unknown: 0,
  unanswered: 0,
  twice: 0,
  slow: 0,
};

/** What shows soon how somebody speaks to a log far away. */
export const LOG_FAULTS: Partial<FaultMix> = {
  calls: { refused: 0.1, unknown: 0.15, unanswered: 0, twice: 0, slow: 0.3 },
  processes: 2,
  remote: true,
};

/** In half of the runs a fault is off, so that its absence is tried as well. */
export function drawFaults(random: Random): FaultMix {
  const share = (most: number): number => (random.happens(0.5) ? random.fraction() * most : 0);
  const every = (least: number, most: number): number =>
    random.happens(0.65) ? random.whole(least, most) : Infinity;
  return {
    calls: {
      refused: share(0.1),
      unknown: share(0.15),
      unanswered: share(0.03),
      twice: share(0.15),
      slow: share(0.4),
    },
    crashEverySteps: every(30, 500),
    modelsLost: random.happens(0.3) ? 0.5 : 0.1,
    clockJumpEveryMs: every(2 * DAY_MS, 12 * DAY_MS),
    clockJumpMostMs: random.oneOf([HOUR_MS, DAY_MS, 30 * DAY_MS, 3_653 * DAY_MS]),
    reportedTwice: share(0.6),
    reportedLate: share(0.6),
    reportedChanged: share(0.2),
    receivers: share(0.7),
    realModels: random.happens(0.15),
    processes: random.oneOf([1, 2, 2, 3]),
    remote: random.happens(0.4),
  };
}
