/**
 * Rules about what has to come first, in one episode: guards and sequences. A fact known only
 * to the day may have come first although it sorts later, so a verdict stays open until nothing
 * can change it.
 */
import type { Deviation } from '../state/deviation.js';
import { mayPrecede, type TimedFact } from '#care-event';
import { deviationAt } from '../state/deviation.js';
import type { GuardRule, SequenceRule } from '../definition/order-rules.js';
import type { DeviationList } from '../state/deviation-list.js';
import type { Evidence } from '../rules/effects.js';
import { fieldOf } from '../definition/pattern.js';

/** What the trackers need of their episode. */
interface PrecedenceContext {
  readonly tracing: boolean;
  touch(key: string): void;
}

interface Verdict {
  readonly fact: TimedFact;
  readonly lacks: readonly string[];
  /** By type that the guard requires: whether the latest event that may precede fits; absent: none may. */
  readonly latest: Map<string, boolean>;
  deviation: Deviation | undefined;
}

export class GuardTracker {
  private readonly latest = new Map<string, boolean>();
  private verdicts: Verdict[] = [];

  constructor(
    private readonly rule: GuardRule,
    private readonly deviations: DeviationList,
    private readonly context: PrecedenceContext,
  ) {}

  /** A fact that must comply; to be called before `count` for the same fact. */
  judge(fact: TimedFact): void {
    const lacks = this.rule.needs.filter((field) => {
      return fieldOf(fact.fact.data, field) === undefined;
    });
    const verdict = { fact, lacks, latest: new Map(this.latest), deviation: undefined };
    this.decide(verdict);
    this.close(fact);
    this.verdicts.push(verdict);
  }

  /** A fact of a type that it requires. */
  count(fact: TimedFact, { type, fits }: Evidence): void {
    this.latest.set(type, fits);
    for (const verdict of this.verdicts) {
      if (verdict.latest.get(type) === fits) continue;
      if (verdict.fact === fact || !mayPrecede(fact, verdict.fact)) continue;
      verdict.latest.set(type, fits);
      this.decide(verdict);
    }
    this.close(fact);
  }

  /** Notes for every fact judged whether the guard was kept. */
  touch(): void {
    for (const { deviation } of this.verdicts) {
      this.context.touch(`guards/${this.rule.id}/${deviation === undefined ? 'kept' : 'broken'}`);
    }
  }

  private decide(verdict: Verdict): void {
    const { requires, id, title } = this.rule;
    const { fact, lacks } = verdict;
    const kept = requires.length === 0 || [...verdict.latest.values()].includes(true);
    const { deviation } = verdict;
    const broken = !kept || lacks.length > 0;
    if (broken === (deviation !== undefined)) return;
    if (deviation !== undefined) {
      this.deviations.remove(deviation);
      verdict.deviation = undefined;
      return;
    }
    const message =
      lacks.length > 0
        ? `${fact.fact.type} lacks ${lacks.join(', ')} (${title})`
        : `${fact.fact.type} came without what must precede it (${title})`;
    verdict.deviation = deviationAt(fact, 'guard', message, id);
    this.deviations.add(verdict.deviation);
  }

  /** Drops verdicts that neither this fact nor any later one can change. */
  private close(now: TimedFact): void {
    if (this.context.tracing) this.touch();
    this.verdicts = this.verdicts.filter(({ fact }) => fact.end >= now.start);
  }
}

export class SequenceTracker {
  private preceded = false;
  private flagged: { readonly fact: TimedFact; readonly deviation: Deviation }[] = [];

  constructor(
    private readonly rule: SequenceRule,
    private readonly deviations: DeviationList,
    private readonly context: PrecedenceContext,
  ) {}

  /** A fact that should come after another; to be called before `precede` for the same fact. */
  flag(fact: TimedFact): void {
    if (this.preceded) return;
    const { id, title } = this.rule;
    const message = `${fact.fact.type} came too early (${title})`;
    const deviation = deviationAt(fact, 'sequence', message, id);
    this.deviations.add(deviation);
    this.flagged = this.flagged.filter((other) => other.fact.end >= fact.start);
    this.flagged.push({ fact, deviation });
    this.context.touch(`sequences/${id}`);
  }

  /** A fact that should come before. */
  precede(fact: TimedFact): void {
    this.preceded = true;
    this.flagged = this.flagged.filter((flagged) => {
      if (flagged.fact === fact || !mayPrecede(fact, flagged.fact))
        return flagged.fact.end >= fact.start;
      this.deviations.remove(flagged.deviation);
      return false;
    });
  }
}
