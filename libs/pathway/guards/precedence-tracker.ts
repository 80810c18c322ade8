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
import { type EvidenceContext, hasEvidence, resolveAges } from '../instances/evidence.js';
import { type Evidence, fieldOf, says } from '../definition/pattern.js';

/** What the trackers need of their episode. */
interface PrecedenceContext {
  readonly tracing: boolean;
  touch(key: string): void;
}

interface Verdict {
  readonly fact: TimedFact;
  readonly lacks: readonly string[];
  /** What the guard requires, where the patient lived at the fact. */
  readonly requires: Evidence;
  /** What it forbids, likewise. */
  readonly forbids: Evidence;
  /** By type that the guard asks for: the latest fact that may precede; absent: none may. */
  readonly latest: Map<string, TimedFact>;
  deviation: Deviation | undefined;
}

export class GuardTracker {
  private readonly latest = new Map<string, TimedFact>();
  private readonly requires: Evidence;
  private verdicts: Verdict[] = [];

  constructor(
    private readonly rule: GuardRule,
    private readonly deviations: DeviationList,
    private readonly context: PrecedenceContext & EvidenceContext,
  ) {
    const { requires, requiresAllOf } = rule;
    this.requires = requiresAllOf ?? (requires.length === 0 ? [] : [requires]);
  }

  /** A fact that must comply; to be called before `count` for the same fact. */
  judge(fact: TimedFact): void {
    const lacks = this.rule.needs.filter((field) => {
      return !says(fieldOf(fact.fact.data, field));
    });
    const requires = resolveAges(this.requires, this.context);
    const forbids = resolveAges(this.rule.forbids ?? [], this.context);
    const latest = new Map(this.latest);
    const verdict = { fact, lacks, requires, forbids, latest, deviation: undefined };
    this.decide(verdict);
    this.close(fact);
    this.verdicts.push(verdict);
  }

  /** A fact of a type that it requires or forbids. */
  count(fact: TimedFact): void {
    const { type } = fact.fact;
    this.latest.set(type, fact);
    for (const verdict of this.verdicts) {
      if (verdict.fact === fact || !mayPrecede(fact, verdict.fact)) continue;
      verdict.latest.set(type, fact);
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
    const { id, title } = this.rule;
    const { fact, lacks, requires, forbids, latest, deviation } = verdict;
    const has = (evidence: Evidence) =>
      hasEvidence(evidence, fact, (type) => latest.get(type), this.context);
    const forbidden = forbids.length > 0 && has(forbids);
    const broken = forbidden || !has(requires) || lacks.length > 0;
    if (broken === (deviation !== undefined)) return;
    if (deviation !== undefined) {
      this.deviations.remove(deviation);
      verdict.deviation = undefined;
      return;
    }
    const message =
      lacks.length > 0
        ? `${fact.fact.type} lacks ${lacks.join(', ')} (${title})`
        : forbidden
          ? `${fact.fact.type} came though what precedes it rules it out (${title})`
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
