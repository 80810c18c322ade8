/** Holds the patient's standing against a scenario: stage, holder, episodes, milestones, deviations. */
import type { Assessment, Definition, EventPattern } from '#pathway';
import { custodyReasons } from './compare-custody.js';
import { type Comparison, partyText } from './comparison.js';

export function comparePosition(
  assessment: Assessment,
  definition: Definition,
  comparison: Comparison,
): void {
  const { yaml } = comparison.expectation;
  const { episodes, stage, holder, organisation, state } = assessment;
  const course = (): readonly string[] => courseOf(assessment, definition, comparison);
  comparison.value(['state'], yaml.state, state, course);
  comparison.value(['stage'], yaml.stage, stage?.stage, course);
  const held = (): readonly string[] => [
    ...course(),
    ...custodyReasons(assessment.custody, comparison),
  ];
  comparison.value(['holder'], yaml.holder, partyText(yaml.holder, holder, organisation), held);
  comparison.value(['organisation'], yaml.organisation, organisation ?? 'unknown', held);
  comparison.value(['episodes'], yaml.episodes, episodes.length, course);
  comparison.value(['recurrent'], yaml.recurrent, episodes.at(-1)?.recurrent, () => [
    ...course(),
    ...(definition.episodes?.recurrent === undefined
      ? ['the definition does not define recurrent episodes']
      : []),
  ]);
  compareMilestones(assessment, definition, comparison);
  compareDeviations(assessment, comparison);
  const { formatter } = comparison;
  const interrupts = assessment.interrupts.map(({ interrupt }) => interrupt);
  comparison.items(['interrupts'], yaml.interrupts, interrupts, () =>
    assessment.interrupts.map(({ interrupt, fact }) => `${interrupt} by ${formatter.fact(fact)}`),
  );
}

function compareMilestones(
  { milestones }: Assessment,
  definition: Definition,
  comparison: Comparison,
): void {
  const { yaml } = comparison.expectation;
  const reached = milestones.map(({ milestone }) => milestone);
  const missing = definition.milestones.filter(
    ({ id }) => yaml.milestones?.includes(id) === true && !reached.includes(id),
  );
  comparison.items(['milestones'], yaml.milestones, reached, () => [
    ...milestones.map(
      ({ milestone, fact }) => `${milestone} reached by ${comparison.formatter.fact(fact)}`,
    ),
    ...missing.map(({ id, reachedBy }) => `${id} is reached by ${formatTypes(reachedBy)}`),
  ]);
}

function compareDeviations({ deviations }: Assessment, comparison: Comparison): void {
  const names = deviations.map(({ kind, rule }) => rule ?? kind);
  const expected = comparison.expectation.yaml.deviations;
  // The kind says enough of a deviation that has a rule too.
  const found = names.map((name, index) => {
    const kind = deviations[index]?.kind ?? name;
    return expected?.includes(name) !== true && expected?.includes(kind) === true ? kind : name;
  });
  comparison.items(['deviations'], expected, found, () =>
    deviations.map(
      ({ kind, message, fact }) => `${kind}: ${message}: ${comparison.formatter.fact(fact)}`,
    ),
  );
}

/** Where the patient was so far, stage by stage. */
function courseOf(
  { episodes, stages }: Assessment,
  definition: Definition,
  { formatter }: Comparison,
): readonly string[] {
  if (episodes.length === 0) {
    const { entry } = definition;
    const opening = entry === 'any' ? 'any event addressed to it' : formatTypes(entry);
    return [`no event had opened the pathway; it opens on ${opening}`];
  }
  return episodes.flatMap(({ number, enteredAt, enteredBy, closedAt, closedBy }) => [
    `episode ${number} opened ${formatter.instant(enteredAt)} by ${formatter.fact(enteredBy)}`,
    ...stages
      .filter(({ episode }) => episode === number)
      .map(({ stage, holder, from }) => `${stage} (${holder}) from ${formatter.instant(from)}`),
    ...(closedAt === undefined
      ? []
      : [`closed ${formatter.instant(closedAt)} by ${formatter.fact(closedBy ?? '')}`]),
  ]);
}

/** `A, B or C`; conditions are left to the definition. */
export function formatTypes(patterns: readonly EventPattern[]): string {
  const types = [...new Set(patterns.map(({ type }) => type))];
  if (types.length < 2) return types[0] ?? 'nothing';
  return `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
}
