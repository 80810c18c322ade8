/** Code `unlimited-wait`: a stage in which a patient may wait for ever and nobody is late. */
import type { Definition, OwnerRef, StageRule } from '../definition/definition.js';
import type { EventPattern } from '../definition/pattern.js';
import { isHolderOf } from './holders.js';
import type { LintSubject } from './lint-subject.js';
import type { StageTree } from './stage-tree.js';
import { leadingTo } from './ways-in.js';

export function lintUnlimitedWaits(subject: LintSubject): void {
  const { definition, tree, stages } = subject;
  for (const { rule, path } of stages) {
    if (!tree.isLeaf(rule) || isLimited(rule, definition, tree)) continue;
    subject.warn(path, {
      code: 'unlimited-wait',
      message: `nobody is ever late in the stage ${rule.id}: it has no limit, and whoever holds the patient owes nothing`,
      advice: 'give it `limit` or `expected-p90`, or the holder a duty',
    });
  }
}

/** By itself or a surrounding stage, or because its holder owes something or hands over. */
function isLimited(leaf: StageRule, definition: Definition, tree: StageTree): boolean {
  const around = tree.around(leaf);
  if (around.some(({ limit, expectedP90 }) => limit !== undefined || expectedP90 !== undefined)) {
    return true;
  }
  const ways = new Set(
    around.flatMap((stage) => leadingTo(stage, definition)).map(({ type }) => type),
  );
  const begins = (patterns: readonly EventPattern[]) => patterns.some(({ type }) => ways.has(type));
  const holds = (service: OwnerRef) => isHolderOf(leaf, service);
  return (
    definition.duties.some(({ owner, from }) => holds(owner) || begins(from)) ||
    definition.handovers.some(({ from, when }) => holds(from) || begins(when))
  );
}
