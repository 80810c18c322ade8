/** Holds the patient's standing against a scenario: stage, holder, episodes, milestones, deviations. */
import type { Assessment, Definition, EventPattern } from '#pathway';
import { custodyReasons } from './compare-custody.js';
import type { Comparison } from './comparison.js';

export function compareStanding(
  assessment: Assessment,
  definition: Definition,
  comparison: Comparison,
): void {
  const { form } = comparison.expectation;
  const { episodes, stage, holder, state } = assessment;
  const course = (): readonly string[] => courseOf(assessment, definition, comparison);
  comparison.value(['state'], form.state, state, course);
  comparison.value(['stage'], form.stage, stage?.stage, course);
  comparison.value(['holder'], form.holder, holder, () => [
    ...course(),
    ...custodyReasons(assessment.custody, comparison),
  ]);
  comparison.value(['episodes'], form.episodes, episodes.length, course);
  comparison.value(['recurrent'], form.recurrent, episodes.at(-1)?.recurrent, () => [
    ...course(),
    ...(definition.episodes?.recurrent === undefined
      ? ['the definition does not say who is recurrently ill']
      : []),
  ]);
  compareMilestones(assessment, definition, comparison);
  compareDeviations(assessment, comparison);
  const { words } = comparison;
  const interrupts = assessment.interrupts.map(({ interrupt }) => interrupt);
  comparison.items(['interrupts'], form.interrupts, interrupts, () =>
    assessment.interrupts.map(({ interrupt, fact }) => `${interrupt} by ${words.fact(fact)}`),
  );
}

function compareMilestones(
  { milestones }: Assessment,
  definition: Definition,
  comparison: Comparison,
): void {
  const { form } = comparison.expectation;
  const reached = milestones.map(({ milestone }) => milestone);
  const missing = definition.milestones.filter(
    ({ id }) => form.milestones?.includes(id) === true && !reached.includes(id),
  );
  comparison.items(['milestones'], form.milestones, reached, () => [
    ...milestones.map(
      ({ milestone, fact }) => `${milestone} reached by ${comparison.words.fact(fact)}`,
    ),
    ...missing.map(({ id, reachedBy }) => `${id} is reached by ${typesText(reachedBy)}`),
  ]);
}

function compareDeviations({ deviations }: Assessment, comparison: Comparison): void {
  const names = deviations.map(({ kind, rule }) => rule ?? kind);
  const expected = comparison.expectation.form.deviations;
  // The kind says enough of a deviation that has a rule too.
  const found = names.map((name, place) => {
    const kind = deviations[place]?.kind ?? name;
    return expected?.includes(name) !== true && expected?.includes(kind) === true ? kind : name;
  });
  comparison.items(['deviations'], expected, found, () =>
    deviations.map(
      ({ kind, message, fact }) => `${kind}: ${message}: ${comparison.words.fact(fact)}`,
    ),
  );
}

/** Where the patient was so far, stage by stage. */
function courseOf(
  { episodes, stages }: Assessment,
  definition: Definition,
  { words }: Comparison,
): readonly string[] {
  if (episodes.length === 0) {
    const { entry } = definition;
    const opening = entry === 'any' ? 'any event addressed to it' : typesText(entry);
    return [`no event had opened the pathway; it opens with ${opening}`];
  }
  return episodes.flatMap(({ number, enteredAt, enteredBy, closedAt, closedBy }) => [
    `episode ${number} opened ${words.instant(enteredAt)} by ${words.fact(enteredBy)}`,
    ...stages
      .filter(({ episode }) => episode === number)
      .map(({ stage, holder, from }) => `${stage} (${holder}) from ${words.instant(from)}`),
    ...(closedAt === undefined
      ? []
      : [`closed ${words.instant(closedAt)} by ${words.fact(closedBy ?? '')}`]),
  ]);
}

/** `A, B or C`; conditions are left to the definition. */
export function typesText(patterns: readonly EventPattern[]): string {
  const types = [...new Set(patterns.map(({ type }) => type))];
  if (types.length < 2) return types[0] ?? 'nothing';
  return `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
}
