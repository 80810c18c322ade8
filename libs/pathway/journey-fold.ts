/**
 * The state machine of one journey: takes facts in the order of what happened, one at a
 * time and in constant time each, and says where the journey stands.
 */
import type {
  Assessment,
  Deviation,
  DeviationKind,
  DutyInstance,
  MilestoneReached,
  PlacedFact,
  StageSpell,
} from './assessment.js';
import { factKey } from './care-event.js';
import type { StageRule } from './definition.js';
import { DutyWatch } from './duty-watch.js';
import { mayPrecede } from './fact-order.js';
import { GrowingList } from './growing-list.js';
import type { PathwayRules, TypeRules } from './pathway-rules.js';

export class JourneyFold {
  readonly #rules: PathwayRules;
  readonly #duties: readonly DutyWatch[];
  readonly #spells = new GrowingList<StageSpell>();
  readonly #milestones = new GrowingList<MilestoneReached>();
  readonly #deviations = new GrowingList<Deviation>();
  readonly #reached = new Set<number>();
  #entry: PlacedFact | undefined;
  #close: PlacedFact | undefined;

  constructor(rules: PathwayRules) {
    this.#rules = rules;
    const { duties, zone } = rules.definition;
    this.#duties = duties.map((rule) => new DutyWatch(rule, zone));
  }

  /** Takes the next fact; all before it in order have been taken. */
  take(placed: PlacedFact): void {
    if (!this.#rules.concerns(placed.fact)) return;
    const does = this.#rules.of(placed.fact.type);
    if (this.#entry === undefined) {
      if (!this.#rules.enters(placed.fact)) {
        // Not part of the journey, yet known only to the day it may meet a duty of that day.
        this.#meetDuties(placed, does);
        return;
      }
      this.#enter(placed, does);
    }
    if (!does.known) this.#deviate('unknown-type', placed, `${placed.fact.type} is not declared`);
    this.#reach(placed, does);
    if (this.#close === undefined) this.#proceed(placed, does);
    else this.#takeAfterClose(placed, does, this.#close);
  }

  /** The state after the facts taken, of which none starts later than `at`. */
  assess(at: number): Assessment {
    const { id, version, zone } = this.#rules.definition;
    const head = { pathway: id, version, zone, at };
    if (this.#entry === undefined) {
      return {
        ...head,
        state: 'not-entered',
        stages: [],
        milestones: [],
        duties: [],
        deviations: [],
      };
    }
    const open = this.#close === undefined;
    const spell = this.#spells.last();
    const horizon = { end: this.#close?.start ?? at, open, holder: spell?.holder ?? '' };
    const duties: DutyInstance[] = [];
    let due = Infinity;
    for (const watch of this.#duties) {
      const instance = watch.instance(horizon);
      if (instance === undefined) continue;
      duties.push(instance);
      if (instance.state === 'not-yet-due') due = Math.min(due, instance.dueAt + 1);
    }
    return {
      ...head,
      state: open ? 'open' : 'closed',
      enteredAt: this.#entry.start,
      ...(this.#close !== undefined && { closedAt: this.#close.start }),
      ...(open && spell !== undefined && { stage: spell, holder: spell.holder }),
      stages: this.#spells.list(),
      milestones: this.#milestones.list(),
      duties,
      deviations: this.#deviations.list(),
      ...(due < Infinity && { nextWakeUp: due }),
    };
  }

  #enter(placed: PlacedFact, does: TypeRules): void {
    this.#entry = placed;
    this.#beginSpell(does.opens ?? 0, placed.start);
  }

  /** What a fact does while the pathway is open. Duties come first: whoever held the patient did it. */
  #proceed(placed: PlacedFact, does: TypeRules): void {
    this.#meetDuties(placed, does);
    for (const duty of does.starts) this.#duties[duty]?.start(placed, this.#holderBefore);
    const spell = this.#spells.last();
    if (does.opens !== undefined && spell?.stage !== this.#stage(does.opens)?.id) {
      this.#endSpell(placed.start);
      this.#beginSpell(does.opens, placed.start);
    }
    if (does.closes) {
      this.#endSpell(placed.start);
      this.#close = placed;
    }
  }

  #takeAfterClose(placed: PlacedFact, does: TypeRules, close: PlacedFact): void {
    // A close known only to the day leaves the rest of that day to what may have come before it.
    if (mayPrecede(placed, close)) {
      this.#meetDuties(placed, does);
      return;
    }
    if (does.opens === undefined && !does.closes && !does.entry) return;
    this.#deviate('after-close', placed, `${placed.fact.type} came after the pathway was closed`);
  }

  #meetDuties(placed: PlacedFact, does: TypeRules): void {
    for (const duty of does.meets) this.#duties[duty]?.meet(placed, this.#holderBefore);
  }

  #reach(placed: PlacedFact, does: TypeRules): void {
    for (const place of does.reaches) {
      const rule = this.#rules.definition.milestones[place];
      if (rule === undefined || this.#reached.has(place)) continue;
      this.#reached.add(place);
      const fact = factKey(placed.fact);
      this.#milestones.push({ milestone: rule.id, at: placed.start, fact });
    }
  }

  #deviate(kind: DeviationKind, placed: PlacedFact, message: string): void {
    this.#deviations.push({ kind, at: placed.start, fact: factKey(placed.fact), message });
  }

  #stage(place: number): StageRule | undefined {
    return this.#rules.definition.stages[place];
  }

  #beginSpell(place: number, from: number): void {
    const rule = this.#stage(place);
    if (rule !== undefined) this.#spells.push({ stage: rule.id, holder: rule.holder, from });
  }

  #endSpell(to: number): void {
    const spell = this.#spells.last();
    if (spell !== undefined) this.#spells.replaceLast({ ...spell, to });
  }

  readonly #holderBefore = (at: number): string => holderBefore(this.#spells.list(), at);
}

/** Who held the patient just before `at`; at the very entry, who held the patient first. */
export function holderBefore(spells: readonly StageSpell[], at: number): string {
  const spell = spells.findLast((candidate) => candidate.from < at) ?? spells[0];
  return spell?.holder ?? '';
}

/** Who held the patient at `at`, a spell counting from its first instant on. */
export function holderAt(spells: readonly StageSpell[], at: number): string {
  const spell = spells.findLast((candidate) => candidate.from <= at) ?? spells[0];
  return spell?.holder ?? '';
}
