/** The events by which a patient comes into a stage. */
import type { Definition, EventPattern, StageRule } from '#pathway';
import { isWithin } from './pattern-logic.js';
import type { StageTree } from './stage-tree.js';

/** What opens the pathway in its first stage: all of `entry` but what opens another stage. */
function entryIntoFirst({ entry, stages, interrupts }: Definition): readonly EventPattern[] {
  if (entry === 'any') return [];
  const [first, ...others] = stages;
  const elsewhere = [
    ...others.flatMap(({ opens }) => opens),
    ...interrupts.filter(({ to }) => to !== first?.id).flatMap(({ on }) => on),
  ];
  return entry.filter((one) => !elsewhere.some((other) => isWithin(one, other)));
}

/** Patterns that lead to the stage itself; into the first stage the entry leads as well. */
export function leadingTo(stage: StageRule, definition: Definition): readonly EventPattern[] {
  const { stages, interrupts, handovers } = definition;
  return [
    ...(stage === stages[0] ? entryIntoFirst(definition) : []),
    ...stage.opens,
    ...gradedBy(stage, definition),
    ...stages.flatMap(({ exits }) => exits.filter(leadsHere)).flatMap(({ on }) => on),
    ...interrupts.filter(leadsHere).flatMap(({ on }) => on),
    ...handovers
      .filter(({ accepted }) => accepted.opens === stage.id)
      .flatMap(({ accepted }) => accepted.by),
  ];

  function leadsHere({ to }: { readonly to: string | undefined }): boolean {
    return to === stage.id;
  }
}

/** Events that name a grade which may bring the patient here. */
function gradedBy({ while: rule }: StageRule, { clocks }: Definition): readonly EventPattern[] {
  const clock = clocks.find(({ id }) => id === rule?.clock);
  return clock?.spans.flatMap(({ on }) => on) ?? [];
}

/** An event by which somebody comes into a stage. */
export interface StageEntry {
  readonly on: EventPattern;
  /** The stage that has the exit; undefined: it leads here from any other, or `entry`. */
  readonly from: StageRule | 'entry' | undefined;
  /** The stage that it names: from any other means from outside of that one. */
  readonly to: string;
}

/** For each innermost stage the ways in: to itself, and to all of which it is the beginning. */
export function entriesIntoLeaves(
  definition: Definition,
  tree: StageTree,
): ReadonlyMap<StageRule, readonly StageEntry[]> {
  const { stages, interrupts, handovers } = definition;
  const ways = new Map<StageRule, StageEntry[]>(tree.leaves.map((leaf) => [leaf, []]));
  const add = (to: string | undefined, on: readonly EventPattern[], from?: StageEntry['from']) => {
    const leaf = to === undefined ? undefined : tree.entered(to);
    if (to === undefined || leaf === undefined) return;
    ways.get(leaf)?.push(...on.map((one) => ({ on: one, from, to })));
  };
  add(stages[0]?.id, entryIntoFirst(definition), 'entry');
  for (const stage of stages) {
    add(stage.id, [...stage.opens, ...gradedBy(stage, definition)]);
    for (const { to, on } of stage.exits) add(to, on, stage);
  }
  for (const { to, on } of interrupts) add(to, on);
  for (const { accepted } of handovers) add(accepted.opens, accepted.by);
  return ways;
}
