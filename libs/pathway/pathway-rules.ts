/**
 * A definition turned round: for each event type, everything that an event of it does.
 * Worked out once per definition and shared by all its journeys.
 */
import type { CareEvent } from './care-event.js';
import type { Definition } from './definition.js';
import { isKnownType } from './event-type.js';

/** What an event of one type does; the numbers are places in the definition's lists. */
export interface TypeRules {
  /** False for a type that neither the catalogue nor the definition knows. */
  readonly known: boolean;
  /** Named in the definition's `entry`; never so where entry is `any`. */
  readonly entry: boolean;
  /** The first stage that it opens. */
  readonly opens?: number;
  readonly closes: boolean;
  readonly reaches: readonly number[];
  readonly starts: readonly number[];
  readonly meets: readonly number[];
}

const NOTHING: TypeRules = {
  known: true,
  entry: false,
  closes: false,
  reaches: [],
  starts: [],
  meets: [],
};
const UNKNOWN: TypeRules = { ...NOTHING, known: false };

export class PathwayRules {
  readonly definition: Definition;
  readonly #types = new Map<string, TypeRules>();

  constructor(definition: Definition) {
    this.definition = definition;
    const { entry, closes, stages, milestones, duties } = definition;
    const named = [
      ...(entry === 'any' ? [] : entry),
      ...closes,
      ...stages.flatMap((stage) => stage.opens),
      ...milestones.flatMap((milestone) => milestone.reachedBy),
      ...duties.flatMap((duty) => [...duty.from, ...duty.until]),
    ];
    for (const type of named) this.#types.set(type, rulesOfType(type, definition));
  }

  /** True unless the fact is addressed to another pathway. */
  concerns(fact: CareEvent): boolean {
    return fact.pathway === undefined || fact.pathway === this.definition.id;
  }

  /** True where a fact that concerns this pathway opens a journey on it. */
  enters(fact: CareEvent): boolean {
    const { entry, id, declared } = this.definition;
    if (entry === 'any') return fact.pathway === id || declared.has(fact.type);
    return entry.has(fact.type);
  }

  /** Types that the definition does not name are not kept: anybody may invent any number. */
  of(type: string): TypeRules {
    const rules = this.#types.get(type);
    if (rules !== undefined) return rules;
    return isKnownType(type, [this.definition]) ? NOTHING : UNKNOWN;
  }
}

const RULES = new WeakMap<Definition, PathwayRules>();

export function rulesOf(definition: Definition): PathwayRules {
  let rules = RULES.get(definition);
  if (rules === undefined) RULES.set(definition, (rules = new PathwayRules(definition)));
  return rules;
}

function rulesOfType(type: string, definition: Definition): TypeRules {
  const { entry, closes, stages, milestones, duties } = definition;
  const opens = stages.findIndex((stage) => stage.opens.includes(type));
  return {
    known: isKnownType(type, [definition]),
    entry: entry !== 'any' && entry.has(type),
    ...(opens >= 0 && { opens }),
    closes: closes.has(type),
    reaches: placesOf(milestones, (milestone) => milestone.reachedBy.includes(type)),
    starts: placesOf(duties, (duty) => duty.from.includes(type)),
    meets: placesOf(duties, (duty) => duty.until.includes(type)),
  };
}

function placesOf<T>(list: readonly T[], holds: (item: T) => boolean): number[] {
  return list.flatMap((item, place) => (holds(item) ? [place] : []));
}
