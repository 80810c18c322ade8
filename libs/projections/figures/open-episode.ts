/**
 * What may stall in one open episode: what is overdue, and the stays that have not ended. It is asked
 * again and again as time goes on: its silences are put together anew only where another bound
 * has been passed, since what waits for the same waits equally longer.
 */
import { silencesOf } from './silences.js';
import { stageStall, type BoundsOf, type FoundStall, type OpenStay } from './stall-kinds.js';

/** About how much memory a notice or a silence takes, and a stay. */
const NOTICE_BYTES = 1_200;
const STAY_BYTES = 200;

interface Settled {
  readonly at: number;
  readonly passed: string;
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
  silences(asOf: number, boundsOf: BoundsOf): readonly FoundStall[] {
    const passed = this.stays
      .flatMap(({ stay }) => boundsOf(stay))
      .filter(({ until }) => asOf > until)
      .map(({ by, until }) => `${by} ${until}`)
      .join();
    if (this.settled?.passed !== passed) {
      const notices = [
        ...this.owed.map((stall) => agedUntil(asOf, stall, this.at)),
        ...this.stays.flatMap((each) => stageStall({ ...each, at: asOf }, boundsOf)),
      ];
      this.settled = { at: asOf, passed, silences: silencesOf(notices) };
    }
    const { at, silences } = this.settled;
    return at === asOf ? silences : silences.map((stall) => agedUntil(asOf, stall, at));
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
