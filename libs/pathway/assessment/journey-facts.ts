/** The facts of one patient as a journey sees them: those that stand, and those of one pathway. */
import {
  birthAmong,
  factsKnownAt,
  historyOf,
  type UnappliedCorrection,
  PatientAge,
  type TimedFact,
  type RecordedFact,
} from '#care-event';
import type { Definition } from '../definition/definition.js';
import type { RulesSource } from '../rules/pathway-rules.js';
import { concerns, opensEpisode, sourceOf } from '../rules/pathway-rules.js';
import type { Deviation } from '../state/deviation.js';
import { deviationAt } from '../state/deviation.js';

/**
 * The facts that stand, in order, and the corrections that could not be applied.
 * @param zone where the days and months of imprecise times begin and end
 * @param options knownAt: only what was recorded by then, ms since the epoch, inclusive
 * @throws RangeError when a fact's `occurredAt` is no time or the zone is not known
 */
export function timelineOf(
  facts: readonly RecordedFact[],
  zone: string,
  options: { readonly knownAt?: number } = {},
): { readonly facts: readonly TimedFact[]; readonly deviations: readonly Deviation[] } {
  const history = historyOf(factsKnownAt(facts, options.knownAt), zone);
  return { facts: history.facts, deviations: history.unapplied.map(deviationOf) };
}

export function deviationOf({ kind, timed, message }: UnappliedCorrection): Deviation {
  return deviationAt(timed, kind, message);
}

/**
 * The history of one patient on one pathway: facts addressed to it or to none, from the event
 * that first opened it, over all its episodes. Empty when it was never entered.
 * @param options asOf: only what had happened by then; knownAt as in `timelineOf`
 */
export function journeyFacts(
  from: Definition | RulesSource,
  facts: readonly RecordedFact[],
  options: { readonly asOf?: number; readonly knownAt?: number } = {},
): readonly TimedFact[] {
  const source = sourceOf(from);
  const { facts: timeline } = historyOf(factsKnownAt(facts, options.knownAt), source.zone);
  const age = new PatientAge(birthAmong(timeline), source.zone);
  const asOf = options.asOf ?? Infinity;
  const ours = timeline.filter(({ fact, start }) => start <= asOf && concerns(fact, source));
  const entry = ours.findIndex((candidate) => opensEpisode(source, candidate, age));
  const first = ours[entry];
  if (first === undefined) return [];
  const rules = source.rulesFor(first.fact);
  return ours.slice(entry).filter((timed) => timed === first || rules.isAbout(timed, age));
}
