/** Stages that nobody can come to, and stages that nobody can leave. */
import type { Definition, StageRule } from '#pathway';
import type { LintSubject } from './lint-subject.js';
import type { StageTree } from './stage-tree.js';

/** Code `unreachable-stage`: not the first, and nothing leads to it that can itself be come to. */
export function lintUnreachableStages(subject: LintSubject): void {
  const { definition, tree, stages } = subject;
  const reached = reachedLeaves(definition, tree);
  const inhabited = new Set([...reached].flatMap((leaf) => tree.around(leaf)));
  for (const { rule, path } of stages) {
    if (inhabited.has(rule)) continue;
    // Of a stage with parts one complaint is enough.
    const [, parent] = tree.around(rule);
    if (parent !== undefined && !inhabited.has(parent)) continue;
    subject.error(path, {
      code: 'unreachable-stage',
      message: `the stage ${rule.id} cannot be reached`,
      advice: 'give it `opens`, or point an exit, an interrupt or an accepted handover at it',
    });
  }
}

function reachedLeaves(definition: Definition, tree: StageTree): ReadonlySet<StageRule> {
  const { stages, interrupts, handovers } = definition;
  const waiting = [
    stages[0]?.id,
    ...stages.filter(opensByItself).map(({ id }) => id),
    ...interrupts.map(({ to }) => to),
    ...handovers.map(({ accepted }) => accepted.opens),
  ].filter((id) => id !== undefined);
  const reached = new Set<StageRule>();
  while (waiting.length > 0) {
    const leaf = tree.entered(waiting.pop() ?? '');
    if (leaf === undefined || reached.has(leaf)) continue;
    reached.add(leaf);
    for (const { to } of tree.around(leaf).flatMap(({ exits }) => exits)) {
      if (to !== undefined) waiting.push(to);
    }
  }
  return reached;
}

/** Code `dead-end`: no exit, nothing that opens another stage, and nothing that closes the pathway. */
export function lintDeadEnds(subject: LintSubject): void {
  const { definition, tree, stages } = subject;
  const { lapses, outOfSight } = definition.episodes ?? {};
  if (definition.closes.length > 0 || lapses !== undefined || outOfSight !== undefined) return;
  for (const { rule, path } of stages) {
    if (!tree.isLeaf(rule) || hasWayOut(rule, definition, tree)) continue;
    subject.error(path, {
      code: 'dead-end',
      message: `nothing leads out of the stage ${rule.id}, and nothing closes the pathway`,
      advice: 'give the pathway `closes`, the stage an exit, or another stage `opens`',
    });
  }
}

/** Whether it may be entered from any other stage. */
function opensByItself({ opens, while: rule }: StageRule): boolean {
  return opens.length > 0 || rule !== undefined;
}

function hasWayOut(leaf: StageRule, definition: Definition, tree: StageTree): boolean {
  const around = tree.around(leaf);
  const leadsAway = (to: string | undefined) => to === undefined || tree.entered(to) !== leaf;
  if (around.some(({ exits }) => exits.some(({ to }) => leadsAway(to)))) return true;
  // What opens or interrupts into a surrounding stage does nothing while somebody is inside it.
  const outside = (id: string) => around.every((stage) => stage.id !== id);
  if (definition.stages.some((stage) => opensByItself(stage) && outside(stage.id))) return true;
  if (definition.interrupts.some(({ to }) => outside(to))) return true;
  return definition.handovers.some(
    ({ accepted }) => accepted.opens !== undefined && leadsAway(accepted.opens),
  );
}
