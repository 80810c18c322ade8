/** Stages that the patient comes to while responsibility for the patient stays behind. */
import type { HandoverRule, StageRule } from '#pathway';
import { isSameService } from './holders.js';
import type { LintSubject, Located } from './lint-subject.js';
import { entriesIntoLeaves } from './stage-entries.js';

/**
 * Code `holder-never-accepts`: a stage of another service that nobody accepts and that takes
 * nobody over: whoever held the patient before would hold the patient for ever.
 */
export function lintHoldersNeverAccepting(subject: LintSubject): void {
  if (ownHandovers(subject).length === 0) return;
  for (const { rule, path } of changingHolder(subject)) {
    if (rule.takesOver === true || isAccepted(rule, subject)) continue;
    subject.warn(path, {
      code: 'holder-never-accepts',
      message: `the holder of the stage ${rule.id} never becomes accountable: it accepts no handover, and no act of its own leads here`,
      advice:
        'add a handover to it, or set `takes-over: true` if what leads here is an act of the holder',
    });
  }
}

/** Those of a scope pass on that scope, never the patient. */
function ownHandovers({ definition }: LintSubject): readonly HandoverRule[] {
  return definition.handovers.filter(({ scope }) => scope === undefined);
}

/** Leaves that somebody may come to from a stage of another service. */
function changingHolder(subject: LintSubject): readonly Located<StageRule>[] {
  const { definition, tree, stages } = subject;
  const ways = entriesIntoLeaves(definition, tree);
  const leaves = stages.filter(({ rule }) => tree.isLeaf(rule));
  if (!subject.mayCompare(leaves.length * leaves.length)) return [];
  return leaves.filter(({ rule }) =>
    (ways.get(rule) ?? []).some(({ from, to }) => {
      if (from === 'entry') return false;
      const before = leaves.filter((leaf) => {
        const around = tree.around(leaf.rule);
        return from === undefined ? !around.some(({ id }) => id === to) : around.includes(from);
      });
      return before.some((leaf) => !isSameService(leaf.rule.holder, rule.holder));
    }),
  );
}

/** Whether its holder accepts a handover, be it on the way to this stage or to another. */
function isAccepted({ holder }: StageRule, subject: LintSubject): boolean {
  return ownHandovers(subject).some(({ to, refused, silent }) => {
    const actions = [refused.then, ...[silent, ...silent.next].map(({ then }) => then)];
    const asked = [to, ...actions.flatMap((one) => (one.kind === 'offer' ? [one.to] : []))];
    return asked.some((service) => isSameService(service, holder));
  });
}

/**
 * Code `moved-by-deed`: without any handover the patient changes between municipal and
 * specialist care by the mere entry of a stage, and nobody has accepted.
 */
export function lintMovesByDeed(subject: LintSubject): void {
  const { definition } = subject;
  if (ownHandovers(subject).length > 0) return;
  for (const { rule, path } of changingHolder(subject)) {
    const level = levelOf(rule, subject);
    const others = definition.stages.map((stage) => levelOf(stage, subject));
    const crosses =
      (level === 'municipal' && others.includes('specialist')) ||
      (level === 'specialist' && others.includes('municipal'));
    if (!crosses) continue;
    subject.warn(path, {
      code: 'moved-by-deed',
      message: `the stage ${rule.id} moves the patient between municipal and specialist care, but nobody accepts the patient`,
      advice: 'add a handover that the other service accepts',
    });
  }
}

function levelOf({ holder }: StageRule, { definition }: LintSubject): string | undefined {
  const value =
    typeof holder === 'string' ? undefined : definition.parameters.get(holder.parameter)?.default;
  const service = typeof holder === 'string' ? holder : value?.kind === 'service' && value.service;
  return service === undefined || service === false
    ? undefined
    : definition.services.get(service)?.level;
}

/** Code `takes-over-useless`: said of a stage whose holder has the patient already. */
export function lintUselessTakingOver(subject: LintSubject): void {
  const changing = new Set(changingHolder(subject).map(({ rule }) => rule));
  for (const { rule, path } of subject.stages) {
    if (rule.takesOver !== true) continue;
    if (inherits(rule, subject)) continue;
    const leaves = subject.tree.leaves.filter((leaf) => subject.tree.around(leaf).includes(rule));
    const without = ownHandovers(subject).length === 0;
    if (!without && leaves.some((leaf) => changing.has(leaf))) continue;
    subject.warn([...path, 'takes-over'], {
      code: 'takes-over-useless',
      message: without
        ? `the stage ${rule.id} takes over the patient anyway: the definition has no handovers`
        : `no patient comes to the stage ${rule.id} from a stage of another service`,
      advice: 'remove `takes-over`',
    });
  }
}

/** Said of the stage around it, not of itself. */
function inherits(rule: StageRule, { tree }: LintSubject): boolean {
  const [, parent] = tree.around(rule);
  return parent?.takesOver === true && isSameService(parent.holder, rule.holder);
}
