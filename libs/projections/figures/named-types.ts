/** The types of event that a definition names, out of its patterns. */
import type { Definition, EventPattern } from '#pathway';

/** Each type once, in the order of the patterns. */
export function typesOf(patterns: readonly EventPattern[]): readonly string[] {
  return [...new Set(patterns.map(({ type }) => type))];
}

/** Every type that the definition declares or that one of its rules names. */
export function namedTypes(definition: Definition): ReadonlySet<string> {
  const { declared, entry, closes, stages, milestones, duties, clocks, guards } = definition;
  const { interrupts, sequences, handovers, queues, measures } = definition;
  const patterns = [
    ...(entry === 'any' ? [] : entry),
    ...closes,
    ...stages.flatMap(({ opens, exits }) => [...opens, ...exits.flatMap(({ on }) => on)]),
    ...milestones.flatMap(({ reachedBy }) => reachedBy),
    ...duties.flatMap((duty) => [
      ...[...duty.from, ...duty.until, ...duty.ends, ...duty.notApplicable, ...duty.appliesAgain],
      ...duty.exempt.flatMap(({ on }) => on),
    ]),
    ...clocks.flatMap((clock) => [
      ...[...clock.start, ...clock.pause, ...clock.resume, ...clock.stop, ...clock.nullify],
      ...clock.spans.flatMap(({ on }) => on),
    ]),
    ...guards.flatMap(({ on, requires }) => [...on, ...requires]),
    ...interrupts.flatMap(({ on }) => on),
    ...sequences.flatMap(({ flag, before, unless }) => [...flag, ...before, ...unless]),
    ...handovers.flatMap(({ when, accepted, refused }) => [...when, ...accepted.by, ...refused.by]),
    ...queues.flatMap(({ joins, served, leaves }) => [...joins, ...served, ...leaves]),
    ...measures.waits.flatMap(({ from, to }) => [...from, ...to]),
    ...measures.money.flatMap(({ on }) => on),
  ];
  return new Set([...declared.keys(), ...typesOf(patterns)]);
}
