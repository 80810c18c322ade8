/** Every pattern that a definition holds, and the types of event that it names by them. */
import type { Definition } from './definition.js';
import type { DutyRule } from './duty-rule.js';
import type { EventPattern, EvidencePattern } from './pattern.js';

/** The patterns of all rules that move a journey; measures only count. */
export function rulePatterns(definition: Definition): readonly EventPattern[] {
  const { entry, closes, stages, milestones, guards, interrupts, sequences } = definition;
  const every = definition.episodes?.key?.every ?? [];
  const lists = [
    entry === 'any' ? [] : entry,
    definition.about ?? [],
    definition.custodyFrom ?? [],
    every === 'any' ? [] : every,
    definition.episodes?.outOfSight?.beginsAnew ?? [],
    closes,
    ...stages.flatMap(({ opens, exits }) => [opens, ...exits.map(({ on }) => on)]),
    ...milestones.map(({ reachedBy }) => reachedBy),
    ...definition.duties.flatMap((duty) => [
      ...[duty.from, duty.until, duty.ends, duty.notApplicable, duty.appliesAgain],
      ...duty.exempt.flatMap(({ on, liftedBy = [] }) => [on, liftedBy]),
      ...[duty.attributableFrom ?? [], duty.attributableLater?.on ?? []],
      ...recalledPatterns(duty),
    ]),
    ...definition.clocks.flatMap((clock) => [
      ...[clock.start, clock.pause, clock.resume, clock.stop, clock.nullify],
      clock.cuts ?? [],
      ...[clock.nullifyUnless?.on ?? [], clock.nullifyUnless?.after ?? []],
      ...clock.spans.map(({ on }) => on),
    ]),
    ...guards.flatMap(({ on, requires, forbids = [] }) => [on, requires, ...forbids]),
    ...interrupts.map(({ on }) => on),
    ...sequences.flatMap(({ flag, before, unless }) => [flag, before, unless]),
    ...definition.handovers.flatMap(({ when, accepted, refused, overtaken, ...more }) => [
      ...[when, accepted.by, refused.by, overtaken],
      ...[more.information?.requested ?? [], more.information?.supplied ?? []],
      ...[more.withdrawn?.by ?? [], more.withdrawn?.answered ?? [], more.received ?? []],
    ]),
    ...definition.queues.flatMap(({ joins, served, leaves }) => [joins, served, leaves]),
    ...(definition.scopes ?? []).flatMap(({ begins, ends }) => [begins, ends]),
  ];
  return lists.flat();
}

/** What a duty asks of events before the one that starts it. */
export function recalledPatterns({
  due,
  appliesIfLatest = [],
}: DutyRule): readonly (readonly EvidencePattern[])[] {
  const cases = due.kind === 'cases' ? due.cases : [];
  return [...cases.flatMap(({ latest = [] }) => latest), ...appliesIfLatest];
}

/** Those of the rules and of the measures. */
function allPatterns(definition: Definition): readonly EventPattern[] {
  const { waits, money } = definition.measures;
  return [
    ...rulePatterns(definition),
    ...waits.flatMap(({ from, to }) => [...from, ...to]),
    ...money.flatMap(({ on }) => on),
  ];
}

/** Every type that the definition declares or that one of its patterns names. */
export function namedTypes(definition: Definition): ReadonlySet<string> {
  return new Set([
    ...definition.declared.keys(),
    ...allPatterns(definition).map(({ type }) => type),
    ...bindingTypes(definition),
  ]);
}

/** Types of event that tell which organisation stands for a service. */
function bindingTypes({ services }: Definition): readonly string[] {
  return [...services.values()].flatMap(({ organisation }) =>
    organisation !== undefined && 'types' in organisation ? organisation.types : [],
  );
}
