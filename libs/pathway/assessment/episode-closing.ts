/** How one episode ends, by an event or by itself, and how it is reopened. */
import { factKey, type TimedFact } from '#care-event';
import { addLimit, dayAt, type Limit } from '#calendar';
import { lapseAfter } from './episode-bounds.js';
import type { EpisodeParts } from './episode-parts.js';
import type { EpisodeScope } from './episode-scope.js';

/** The end of an episode. */
export interface Ending {
  /** Ms since the epoch. */
  readonly at: number;
  /** Key of the fact, or `lapsed` or `out-of-sight` where it ended by itself. */
  readonly by: string;
  /** Absent where it ended by itself. */
  readonly fact?: TimedFact;
}

export function endingOf(fact: TimedFact): Ending {
  return { at: fact.start, by: factKey(fact.fact), fact };
}

export class EpisodeClosing {
  private readonly reopensWithin: Limit | undefined;
  private readonly lapsesAfter: Limit | undefined;
  private readonly silentFor: Limit | undefined;
  /** How far back episodes count towards being recurrently ill. */
  readonly recurrentWithin: Limit | undefined;
  /** When it was opened or last reopened, or when a report last changed the clock's last day. */
  private since: number;
  private lastClockDay: number | undefined;
  /** Until when something may have happened, by all facts of the episode. */
  private lastFactEnd = -Infinity;
  private currentEnding: Ending | undefined;
  private pastGaps: readonly { readonly from: number; readonly to: number }[] = [];
  private expectedLapse: Ending | undefined;
  /** Whether a breach keeps it open when it would lapse; undefined until looked at. */
  private isHeldOpen: boolean | undefined;

  /** Its limits are those of the municipality where the patient lives on entry. */
  constructor(
    private readonly scope: EpisodeScope,
    enteredAt: number,
    private readonly parts: Pick<EpisodeParts, 'isBreachedAt'>,
  ) {
    this.since = enteredAt;
    const { reopensWithin, lapses, outOfSight, recurrent } = scope.definition.episodes ?? {};
    if (reopensWithin !== undefined) this.reopensWithin = scope.limit(reopensWithin);
    if (lapses !== undefined) this.lapsesAfter = scope.limit(lapses.after);
    if (outOfSight !== undefined) this.silentFor = scope.limit(outOfSight.after);
    if (recurrent !== undefined) this.recurrentWithin = scope.limit(recurrent.within);
  }

  /** Undefined while it is open. */
  get ending(): Ending | undefined {
    return this.currentEnding;
  }

  /** Times during which it was closed before it was reopened. */
  get gaps(): readonly { readonly from: number; readonly to: number }[] {
    return this.pastGaps;
  }

  end(ending: Ending): void {
    this.currentEnding = ending;
  }

  reopen(at: number): void {
    if (this.currentEnding !== undefined)
      this.pastGaps = [...this.pastGaps, { from: this.currentEnding.at, to: at }];
    this.currentEnding = undefined;
    this.since = at;
    if (this.lapsesAfter !== undefined) this.foresee(this.lapsesAfter);
  }

  /**
   * Whether an entry event at `start` reopens the closed episode; one that ended by itself stays
   * closed.
   */
  reopensAt(start: number): boolean {
    if (this.currentEnding?.fact === undefined || this.reopensWithin === undefined) return false;
    return start <= addLimit(this.currentEnding.at, this.reopensWithin, this.scope.rules.days);
  }

  /**
   * To be called after each fact. Days reported afterwards, by a backdated certificate, cannot
   * have ended the episode before they were reported.
   */
  notice(fact: TimedFact): void {
    const lapses = this.scope.definition.episodes?.lapses;
    if (lapses === undefined || this.lapsesAfter === undefined) return;
    const lastDay = this.scope.clock(lapses.clock).lastDay();
    if (lastDay === this.lastClockDay) return;
    this.lastClockDay = lastDay;
    this.since = Math.max(this.since, fact.start);
    this.foresee(this.lapsesAfter);
  }

  /** Something changed at that instant; what was found before it stands. */
  outdate(at: number): void {
    if (this.expectedLapse === undefined || this.expectedLapse.at > at) this.isHeldOpen = undefined;
  }

  /** A fact of the episode: something happened until its end. Where it did not lapse, the days count anew. */
  hear({ start, end }: TimedFact): void {
    this.outdate(start);
    if (this.expectedLapse !== undefined && this.expectedLapse.at <= start) {
      this.since = Math.max(this.since, start);
      if (this.lapsesAfter !== undefined) this.foresee(this.lapsesAfter);
    }
    this.lastFactEnd = Math.max(this.lastFactEnd, end);
  }

  /**
   * When nothing has happened for so long that the episode is out of sight, unless something is
   * still owed or offered then; Infinity where silence ends nothing.
   */
  silentAt(): number {
    if (this.silentFor === undefined || this.lastFactEnd === -Infinity) return Infinity;
    return addLimit(this.lastFactEnd, this.silentFor, this.scope.rules.days) + 1;
  }

  /** How a fact that begins another episode ends it; undefined where the silence was too short. */
  silenceBy(at: number): Ending | undefined {
    if (at < this.silentAt()) return undefined;
    this.scope.touch('episodes/begins-anew');
    return { at, by: 'out-of-sight' };
  }

  /** How its clock will end it, or has ended it, if nothing else happens; undefined: not at all. */
  lapse(): Ending | undefined {
    const lapse = this.expectedLapse;
    const duty = this.scope.definition.episodes?.lapses?.unlessBreached;
    if (lapse === undefined || duty === undefined) return lapse;
    // What is past due stays so without a fact, so that one look is enough.
    this.isHeldOpen ??= this.parts.isBreachedAt(duty, lapse.at, this.scope.holderAt(lapse.at));
    if (this.isHeldOpen) this.scope.touch('episodes/unless-breached');
    return this.isHeldOpen ? undefined : lapse;
  }

  /** The local day from which the days to the next episode are counted; undefined while open. */
  lastDay(): number | undefined {
    if (this.currentEnding === undefined) return undefined;
    const lapses = this.scope.definition.episodes?.lapses;
    const counted = lapses && this.scope.clock(lapses.clock).lastDay();
    if (counted !== undefined && counted < Infinity) return counted;
    return dayAt(this.currentEnding.at, this.scope.rules.zone);
  }

  private foresee(lapsesAfter: Limit): void {
    const at = lapseAfter(this.lastClockDay, this.since, lapsesAfter, this.scope.rules.days);
    this.expectedLapse = at === Infinity ? undefined : { at, by: 'lapsed' };
    this.isHeldOpen = undefined;
  }
}
