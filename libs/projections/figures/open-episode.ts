/**
 * What may stall in one open episode: what is overdue, and the stays that have not ended. It is asked
 * again and again as time goes on: its silences are put together anew only where another bound
 * has been passed, since what waits for the same waits equally longer.
 */
import { silencesOf } from './silences.js';
import type { StageExpectations } from './stage-expectations.js';
import { stageStall, type FoundStall, type OpenStay } from './stall-kinds.js';

/** The bounds of stays as of the question's instant. */
export type Bounds = Pick<StageExpectations, 'boundsOf' | 'isMoving'>;

/** About how much memory a notice or a silence takes, and a stay. */
const NOTICE_BYTES = 1_200;
const STAY_BYTES = 200;

interface Settled {
  readonly at: number;
  readonly passed: string;
  /** No other bound is passed between these instants, inclusive. */
  readonly from: number;
  readonly until: number;
  readonly silences: readonly FoundStall[];
}

export class OpenEpisode {
  private settled: Settled | undefined;

  /** @param at when ages were measured, ms since the epoch */
  constructor(
    private readonly at: number,
    private readonly owed: readonly FoundStall[],
    private readonly stays: readonly OpenStay[],
  ) {}

  /** About how much memory it takes, with its silences. */
  get bytes(): number {
    return 2 * NOTICE_BYTES * this.owed.length + (NOTICE_BYTES + STAY_BYTES) * this.stays.length;
  }

  /** As of an instant until which nothing else has become overdue. */
  silences(asOf: number, bounds: Bounds): readonly FoundStall[] {
    const { settled } = this;
    const holds = settled !== undefined && settled.from <= asOf && asOf <= settled.until;
    const { at, silences } = holds ? settled : this.settle(asOf, bounds);
    return at === asOf ? silences : silences.map((stall) => agedUntil(asOf, stall, at));
  }

  private settle(asOf: number, bounds: Bounds): Settled {
    const all = this.stays.flatMap(({ stay }) => bounds.boundsOf(stay));
    const passed = all
      .filter(({ until }) => asOf > until)
      .map(({ by, until }) => `${by} ${until}`)
      .join();
    const isMoving = this.stays.some(({ stay }) => bounds.isMoving(stay.stage));
    const ahead = all.reduce(
      (next, { until }) => (until < asOf ? next : Math.min(next, until)),
      Infinity,
    );
    const held = { passed, from: asOf, until: isMoving ? asOf : ahead };
    if (this.settled?.passed === passed) this.settled = { ...this.settled, ...held };
    else {
      const boundsOf: Bounds['boundsOf'] = (stay) => bounds.boundsOf(stay);
      const notices = [
        ...this.owed.map((stall) => agedUntil(asOf, stall, this.at)),
        ...this.stays.flatMap((each) => stageStall({ ...each, at: asOf }, boundsOf)),
      ];
      this.settled = { at: asOf, ...held, silences: silencesOf(notices) };
    }
    return this.settled;
  }
}

function agedUntil(asOf: number, stall: FoundStall, at: number): FoundStall {
  // Of whole milliseconds, so that it is what it would have been if measured then.
  const later = (seconds: number): number => (asOf - Math.round(at - seconds * 1000)) / 1000;
  return {
    ...stall,
    ageSeconds: later(stall.ageSeconds),
    excessSeconds: later(stall.excessSeconds),
    noticedBy: stall.noticedBy.map((by) => ({ ...by, excessSeconds: later(by.excessSeconds) })),
  };
}
