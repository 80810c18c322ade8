/** The events that would move a patient on, and who should report them. */
import type { Definition, EventPattern, StageRule } from '#pathway';

/**
 * Events that would end a stay in this stage: its exits, those of the stages that contain it
 * or that it contains, interrupts, what opens another stage (an acceptance, too), and what closes the pathway.
 * Moving between its own sub-stages does not end it.
 */
export function endsOfStage(definition: Definition, stage: string): readonly EventPattern[] {
  const { stages, closes, interrupts, handovers } = definition;
  const around = stagesAround(stages, stage).map(({ id }) => id);
  const inside = stages
    .filter(({ id }) => stagesAround(stages, id).some((each) => each.id === stage))
    .map(({ id }) => id);
  const leaves = (to: string | undefined): boolean => to === undefined || !inside.includes(to);
  const here = [...around, ...inside.filter((id) => id !== stage)];
  return [
    ...here.flatMap((id) => exitsOf(stages, id).filter(({ to }) => leaves(to))),
    ...stages.filter(({ id }) => !here.includes(id)).map(({ opens }) => ({ on: opens })),
    ...handovers.flatMap(({ accepted: { by, opens } }) =>
      opens === undefined || here.includes(opens) ? [] : [{ on: by }],
    ),
    ...interrupts.filter(({ to }) => !here.includes(to)),
    { on: closes },
  ].flatMap(({ on }) => on);
}

function exitsOf(stages: readonly StageRule[], id: string): StageRule['exits'] {
  return stages.find((stage) => stage.id === id)?.exits ?? [];
}

/** The stage itself, the one that contains it, and so on. */
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

/** The publisher of all of these types, if the definition names a single one. */
export function publisherOf(
  { declared }: Definition,
  types: readonly string[],
): string | undefined {
  const publishers = new Set(types.map((type) => declared.get(type)?.publisher));
  const [publisher] = publishers;
  return publishers.size === 1 ? publisher : undefined;
}
