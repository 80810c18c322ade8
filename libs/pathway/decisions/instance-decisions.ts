/**
 * The decisions recorded on the instances of one kind (duties, offers or episodes), and what
 * is missing of them. Kept from one question to the next, it can look only at the instances
 * that are other objects than before, and at those on which something was recorded since.
 */
import type { Assessment } from '../state/assessment.js';
import type { Decision, RecordedDecision } from './decision.js';

type Recorded = readonly RecordedDecision[];

export interface DecisionRules<Instance> {
  /** No two instances of an assessment share a key. */
  readonly keyOf: (instance: Instance) => string;
  readonly decide: (
    assessment: Assessment,
    instance: Instance,
    recorded: Recorded,
  ) => readonly Decision[];
  /** For decisions on an instance that is gone. */
  readonly takeBack: (assessment: Assessment, recorded: Recorded) => readonly Decision[];
}

export class InstanceDecisions<Instance> {
  private readonly recorded = new Map<string, RecordedDecision[]>();
  /** Keys under which something was recorded since the last question. */
  private readonly touched = new Set<string>();
  private last: readonly Instance[] | undefined;
  /** Those on which something was missing then. */
  private unsettled: readonly Instance[] = [];

  constructor(private readonly rules: DecisionRules<Instance>) {}

  add(key: string, decision: RecordedDecision): void {
    const group = this.recorded.get(key);
    if (group === undefined) this.recorded.set(key, [decision]);
    else group.push(decision);
    this.touched.add(key);
  }

  /** What is missing, in the order of the instances; undefined where all have to be looked at. */
  changed(assessment: Assessment, instances: readonly Instance[]): Decision[] | undefined {
    if (this.last === undefined) return undefined;
    const { before, now } = difference(this.last, instances);
    const keys = new Set(now.map((instance) => this.rules.keyOf(instance)));
    if (before.some((instance) => !keys.has(this.rules.keyOf(instance)))) return undefined;
    const { unsettled } = this;
    const decisions = this.decideOn(assessment, now);
    for (const instance of unsettled) {
      if (keys.has(this.rules.keyOf(instance))) continue;
      // Recorded meanwhile; if not, its decision belongs between the others.
      if (this.missingOn(assessment, instance).length > 0) return undefined;
    }
    // Somebody else decided on what has not changed.
    if (this.touched.size > 0) return undefined;
    this.last = instances;
    return decisions;
  }

  /** What is missing on all of them, in their order. */
  all(assessment: Assessment, instances: readonly Instance[]): readonly Decision[] {
    this.touched.clear();
    this.last = instances;
    return this.decideOn(assessment, instances);
  }

  /** What takes back the decisions on instances that are gone. */
  gone(assessment: Assessment, instances: readonly Instance[]): readonly Decision[] {
    const keys = new Set(instances.map((instance) => this.rules.keyOf(instance)));
    return [...this.recorded].flatMap(([key, group]) =>
      keys.has(key) ? [] : this.rules.takeBack(assessment, group),
    );
  }

  private decideOn(assessment: Assessment, instances: readonly Instance[]): Decision[] {
    const decisions: Decision[] = [];
    this.unsettled = instances.filter((instance) => {
      const missing = this.missingOn(assessment, instance);
      decisions.push(...missing);
      return missing.length > 0;
    });
    return decisions;
  }

  private missingOn(assessment: Assessment, instance: Instance): readonly Decision[] {
    const key = this.rules.keyOf(instance);
    this.touched.delete(key);
    return this.rules.decide(assessment, instance, this.recorded.get(key) ?? []);
  }
}

/** What two lists do not share at their beginnings and ends, object by object. */
function difference<T>(a: readonly T[], b: readonly T[]) {
  if (a === b) return { before: [], now: [] };
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return { before: a.slice(start, a.length - end), now: b.slice(start, b.length - end) };
}
