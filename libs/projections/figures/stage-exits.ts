/** What would move a patient on, and who should report it. */
import type { Definition, StageRule } from '#pathway';
import { typesOf } from './named-types.js';

/**
 * Types that would end a stay in this stage: its exits and those of the stages that it
 * is part of, interrupts, what opens another stage, and what closes the pathway.
 */
export function endsOfStage(definition: Definition, stage: string): readonly string[] {
  const { stages, closes, interrupts } = definition;
  const around = stagesAround(stages, stage);
  const others = stages.filter((other) => !around.includes(other));
  return typesOf([
    ...around.flatMap(({ exits }) => exits.flatMap(({ on }) => on)),
    ...others.flatMap(({ opens }) => opens),
    ...interrupts.filter(({ to }) => !around.some(({ id }) => id === to)).flatMap(({ on }) => on),
    ...closes,
  ]);
}

/** The stage itself, the one that it is part of, and so on. */
function stagesAround(stages: readonly StageRule[], stage: string): readonly StageRule[] {
  const around: StageRule[] = [];
  let id: string | undefined = stage;
  while (id !== undefined) {
    const rule: StageRule | undefined = stages.find((each) => each.id === id);
    if (rule === undefined) break;
    around.push(rule);
    id = rule.parent;
  }
  return around;
}

/** Who publishes all of these types, where the definition names one publisher for them. */
export function publisherOf(
  { declared }: Definition,
  types: readonly string[],
): string | undefined {
  const publishers = new Set(types.map((type) => declared.get(type)?.publisher));
  const [publisher] = publishers;
  return publishers.size === 1 ? publisher : undefined;
}
