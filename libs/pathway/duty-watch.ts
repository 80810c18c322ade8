/** One duty of one journey while its facts go by: what started it and what met it. */
import type { DutyInstance, DutyState, PlacedFact } from './assessment.js';
import { factKey } from './care-event.js';
import type { DutyRule } from './definition.js';
import { dueAt } from './due.js';
import { mayPrecede } from './fact-order.js';

/** The end of a journey so far, as a duty needs to know it. */
export interface DutyHorizon {
  /** Now, or the close where the pathway is closed; ms since the epoch. */
  readonly end: number;
  readonly open: boolean;
  /** Who holds the patient then. */
  readonly holder: string;
}

export class DutyWatch {
  readonly #rule: DutyRule;
  readonly #zone: string;
  /** Facts that would have met it, seen before it started: an imprecise one may yet count. */
  #early: PlacedFact[] = [];
  #from: PlacedFact | undefined;
  #dueAt = 0;
  #met: { readonly by: PlacedFact; readonly at: number; readonly holder: string } | undefined;

  constructor(rule: DutyRule, zone: string) {
    this.#rule = rule;
    this.#zone = zone;
  }

  /** A fact of a type that starts it. `holderBefore(t)` tells who held the patient just before t. */
  start(fact: PlacedFact, holderBefore: (at: number) => string): void {
    if (this.#from !== undefined) return;
    this.#from = fact;
    this.#dueAt = dueAt(fact, this.#rule.within, this.#zone);
    const early = this.#early.find((candidate) => mayPrecede(fact, candidate));
    this.#early = [];
    if (early !== undefined) this.meet(early, holderBefore);
  }

  /** A fact of a type that meets it, in order after the one that started it if that was seen. */
  meet(fact: PlacedFact, holderBefore: (at: number) => string): void {
    if (this.#from === undefined) this.#early.push(fact);
    else if (this.#met === undefined && fact !== this.#from) {
      const at = Math.max(fact.start, this.#from.start);
      this.#met = { by: fact, at, holder: holderBefore(at) };
    }
  }

  /** Undefined while it has not started. */
  instance(horizon: DutyHorizon): DutyInstance | undefined {
    const [rule, from, met] = [this.#rule, this.#from, this.#met];
    if (from === undefined) return undefined;
    const ownedByHolder = rule.owner === 'holder';
    const started = {
      duty: rule.id,
      owner: ownedByHolder ? (met?.holder ?? horizon.holder) : rule.owner,
      ownedByHolder,
      state: this.#state(horizon),
      open: met === undefined && horizon.open,
      armedAt: from.start,
      armedBy: factKey(from.fact),
      dueAt: this.#dueAt,
      awaits: rule.until,
    };
    return met === undefined ? started : { ...started, metAt: met.at, metBy: factKey(met.by.fact) };
  }

  #state(horizon: DutyHorizon): DutyState {
    if (this.#met !== undefined) return this.#met.at <= this.#dueAt ? 'met' : 'met-late';
    if (horizon.end > this.#dueAt) return 'breached';
    return horizon.open ? 'not-yet-due' : 'lapsed';
  }
}
