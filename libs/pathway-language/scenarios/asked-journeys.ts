/**
 * The journeys that an expectation is about: that of the key it names, or all of them taken
 * together. A definition without keys has one.
 */
import type { Assessment, Journey } from '#pathway';

/**
 * @param key as the expectation names it; left out, and of several keys: lists have the instances
 *   of all, in the order in which the journeys began, and stage and holder are those of the open
 *   one that began last
 */
export function askedJourney(journey: Journey, at: number, key: string | undefined): Assessment {
  if (key !== undefined) return journey.assess(at, key);
  const all = journey.assessAll(at);
  const latest = all.findLast(({ state }) => state === 'open') ?? all.at(-1);
  if (latest === undefined) return journey.assess(at);
  return all.length === 1 ? latest : together(latest, all);
}

function together({ key: _, ...latest }: Assessment, all: readonly Assessment[]): Assessment {
  return {
    ...latest,
    episodes: all.flatMap(({ episodes }) => episodes),
    stages: all.flatMap(({ stages }) => stages),
    custody: all.flatMap(({ custody }) => custody),
    ...(latest.scopes !== undefined && { scopes: all.flatMap(({ scopes = [] }) => scopes) }),
    milestones: all.flatMap(({ milestones }) => milestones),
    duties: all.flatMap(({ duties }) => duties),
    handovers: all.flatMap(({ handovers }) => handovers),
    clocks: all.flatMap(({ clocks }) => clocks),
    queues: all.flatMap(({ queues }) => queues),
    interrupts: all.flatMap(({ interrupts }) => interrupts),
    deviations: all.flatMap(({ deviations }) => deviations),
  };
}
