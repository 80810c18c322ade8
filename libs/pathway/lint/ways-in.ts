/** The events by which a patient comes into a stage. */
import type { Definition, StageRule } from '../definition/definition.js';
import type { EventPattern } from '../definition/pattern.js';

/** Patterns that lead to the stage itself; into the first stage the entry leads as well. */
export function leadingTo(stage: StageRule, definition: Definition): readonly EventPattern[] {
  const { entry, stages, interrupts, handovers } = definition;
  return [
    ...(stage === stages[0] && entry !== 'any' ? entry : []),
    ...stage.opens,
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
