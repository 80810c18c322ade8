/**
 * Code `unlimited-wait`: a stage in which a patient may wait for ever and nobody is late. A
 * duty or handover counts where it runs from the patient's coming in: begun by what brings
 * the patient here, or in a stage before and not settled by that. What begins with some
 * other event may never begin.
 */
import type { Definition, EventPattern, StageRule } from '#pathway';
import { isHolderOf } from './holders.js';
import type { LintSubject } from './lint-subject.js';
import { canBothFit, isWithin } from './pattern-logic.js';
import { entriesIntoLeaves } from './stage-entries.js';
import type { StageEntry } from './stage-entries.js';

export function lintUnlimitedWaits(subject: LintSubject): void {
  const { definition, tree, stages } = subject;
  const ways = entriesIntoLeaves(definition, tree);
  const covered = new Set(
    obligations(definition).flatMap((obligation) => [...stagesWithin(obligation, ways, subject)]),
  );
  for (const { rule, path } of stages) {
    if (!tree.isLeaf(rule) || covered.has(rule)) continue;
    const around = tree.around(rule);
    if (around.some(({ limit, expectedP90 }) => (limit ?? expectedP90) !== undefined)) continue;
    if (entersWithAnything(rule, subject)) continue;
    subject.warn(path, {
      code: 'unlimited-wait',
      message: `no wait in the stage ${rule.id} is ever late: it has no limit, and no duty or handover starts when the patient comes here`,
      advice: 'give it `limit` or `expected-p90`, or start a duty with what leads here',
    });
  }
}

/** A duty or a handover: the events with which that begins, and those that settle it. */
interface Obligation {
  readonly begins: readonly EventPattern[];
  readonly settles: readonly EventPattern[];
}

function obligations({ duties, handovers }: Definition): readonly Obligation[] {
  return [
    ...duties.map(({ from, until, untilAllOf, per, ends, exempt, notApplicable }) => ({
      begins: from,
      settles: [
        // One event meets no more than one of several parts, as far as is known.
        ...(per === 'period' ? ends : untilAllOf === undefined ? until : []),
        ...notApplicable,
        ...exempt.flatMap(({ on }) => on),
      ],
    })),
    ...handovers.map(({ when, received = [], accepted, refused, withdrawn, overtaken }) => ({
      begins: [...when, ...received],
      settles: [...accepted.by, ...refused.by, ...(withdrawn?.answered ?? []), ...overtaken],
    })),
  ];
}

/** Innermost stages that somebody may come to while it runs. */
function stagesWithin(
  { begins, settles }: Obligation,
  ways: ReadonlyMap<StageRule, readonly StageEntry[]>,
  subject: LintSubject,
): ReadonlySet<StageRule> {
  const within = new Set<StageRule>();
  /** With the stages around those. */
  const inhabited = new Set<StageRule>();
  const settled = (on: EventPattern) => settles.some((one) => isWithin(on, one));
  const begun = (on: EventPattern) => begins.some((one) => canBothFit(one, on, subject.fields));
  const runsFrom = (from: StageEntry['from']) => {
    if (from === undefined) return within.size > 0;
    return from !== 'entry' && inhabited.has(from);
  };
  for (let before = -1; within.size > before;) {
    before = within.size;
    for (const [stage, all] of ways) {
      if (within.has(stage)) continue;
      const may = subject.mayCompare(all.length * (begins.length + settles.length));
      if (may && !all.some(({ on, from }) => begun(on) || (runsFrom(from) && !settled(on)))) {
        continue;
      }
      within.add(stage);
      for (const one of subject.tree.around(stage)) inhabited.add(one);
    }
  }
  return within;
}

/** With `entry: any` every event may be the first: what the holder owes may begin with it. */
function entersWithAnything(leaf: StageRule, { definition, tree }: LintSubject): boolean {
  const first = definition.stages[0]?.id;
  if (definition.entry !== 'any' || first === undefined) return false;
  if (tree.entered(first) !== leaf) return false;
  return (
    definition.duties.some(({ owner }) => isHolderOf(leaf, owner)) ||
    definition.handovers.some(({ from }) => isHolderOf(leaf, from))
  );
}
