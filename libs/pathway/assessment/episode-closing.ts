/** How one episode ends and is taken up again, by event or because nothing went on. */
import type { PlacedFact } from '#care-event';
import { after, dayAt, type Limit } from '#calendar';
import { lapseAfter } from './episode-bounds.js';
import type { EpisodeScope } from './episode-scope.js';

/** The end of an episode. */
export interface Ending {
  /** Ms since the epoch. */
  readonly at: number;
  /** Key of the fact, or `lapsed`. */
  readonly by: string;
  /** Absent for a lapse. */
  readonly fact?: PlacedFact;
}

export class EpisodeClosing {
  readonly #scope: EpisodeScope;
  readonly #reopensWithin: Limit | undefined;
  readonly #lapsesAfter: Limit | undefined;
  /** How far back it is counted whether somebody is recurrently ill. */
  readonly recurrentWithin: Limit | undefined;
  /** When it was opened or last taken up again, or something was last told of the clock's last day. */
  #since: number;
  #lastDay: number | undefined;
  #ending: Ending | undefined;
  #gaps: readonly { readonly from: number; readonly to: number }[] = [];
  #lapse: Ending | undefined;

  /** Its limits are those of the place where the patient lives on entry. */
  constructor(scope: EpisodeScope, enteredAt: number) {
    this.#scope = scope;
    this.#since = enteredAt;
    const { reopensWithin, lapses, recurrent } = scope.definition.episodes ?? {};
    if (reopensWithin !== undefined) this.#reopensWithin = scope.limit(reopensWithin);
    if (lapses !== undefined) this.#lapsesAfter = scope.limit(lapses.after);
    if (recurrent !== undefined) this.recurrentWithin = scope.limit(recurrent.within);
  }

  /** Undefined while it is open. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Times in which it was closed before it was taken up again. */
  get gaps(): readonly { readonly from: number; readonly to: number }[] {
    return this.#gaps;
  }

  end(ending: Ending): void {
    this.#ending = ending;
  }

  reopen(at: number): void {
    if (this.#ending !== undefined) this.#gaps = [...this.#gaps, { from: this.#ending.at, to: at }];
    this.#ending = undefined;
    this.#since = at;
    if (this.#lapsesAfter !== undefined) this.#foresee(this.#lapsesAfter);
  }

  /** Whether an entry event at `start` takes the closed episode up again; what has lapsed is over. */
  reopensAt(start: number): boolean {
    if (this.#ending?.fact === undefined || this.#reopensWithin === undefined) return false;
    return start <= after(this.#ending.at, this.#reopensWithin, this.#scope.rules.days);
  }

  /**
   * To be called after each fact. Days told of afterwards, by a certificate dated back,
   * cannot have ended the episode before they were told of.
   */
  notice(fact: PlacedFact): void {
    const lapses = this.#scope.definition.episodes?.lapses;
    if (lapses === undefined || this.#lapsesAfter === undefined) return;
    const lastDay = this.#scope.clock(lapses.clock).lastDay();
    if (lastDay === this.#lastDay) return;
    this.#lastDay = lastDay;
    this.#since = Math.max(this.#since, fact.start);
    this.#foresee(this.#lapsesAfter);
  }

  /** How it will end, or has ended, if nothing else happens; undefined: not by itself. */
  lapse(): Ending | undefined {
    return this.#lapse;
  }

  /** The local day from which the days to the next episode are counted; undefined while open. */
  lastDay(): number | undefined {
    if (this.#ending === undefined) return undefined;
    const lapses = this.#scope.definition.episodes?.lapses;
    const counted = lapses && this.#scope.clock(lapses.clock).lastDay();
    if (counted !== undefined && counted < Infinity) return counted;
    return dayAt(this.#ending.at, this.#scope.rules.zone);
  }

  #foresee(lapsesAfter: Limit): void {
    const at = lapseAfter(this.#lastDay, this.#since, lapsesAfter, this.#scope.rules.days);
    this.#lapse = at === Infinity ? undefined : { at, by: 'lapsed' };
  }
}
