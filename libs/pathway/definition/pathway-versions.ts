/**
 * The versions of one pathway, and which of them an episode is pinned to: the one that
 * was in force when its entry fact was recorded, or the one that it was migrated to.
 */
import { assess } from '../journey/assess.js';
import type { Assessment } from '../journey/assessment.js';
import type { RecordedFact } from '../facts/care-event.js';
import { factKey } from '../facts/care-event.js';
import { isCorrection, targetKeys } from '../facts/corrections.js';
import type { Definition } from './definition.js';
import { rulesOf, type PathwayRules, type RulesSource } from './pathway-rules.js';

/** Instants are ms since the epoch. */
export interface PublishedDefinition {
  readonly definition: Definition;
  readonly publishedAt: number;
}

/** All episodes that were open at that instant, as known then, go on under this version. */
export interface Migration {
  readonly version: number;
  readonly at: number;
}

export class PathwayVersions {
  readonly #published: readonly PublishedDefinition[];
  readonly #migrations: readonly Migration[];
  /** For patients of whom nothing was corrected or migrated. */
  readonly #plain: RulesSource;

  /**
   * @param published oldest first, at least one, all of one pathway and one zone
   * @param migrations oldest first, to versions that were published
   */
  constructor(published: readonly PublishedDefinition[], migrations: readonly Migration[] = []) {
    if (published.length === 0) throw new RangeError('A pathway has at least one version.');
    this.#published = published;
    this.#migrations = migrations;
    const [only, ...others] = published;
    this.#plain =
      only !== undefined && others.length === 0
        ? rulesOf(only.definition)
        : this.#sourceOf(itself, NOBODY);
  }

  /** A pathway of one version, in force since ever. */
  static of(definition: Definition): PathwayVersions {
    return new PathwayVersions([{ definition, publishedAt: -Infinity }]);
  }

  /** New episodes begin under it. */
  get newest(): Definition {
    return this.#inForce(Infinity).definition;
  }

  /** All versions, oldest first. */
  definitions(): readonly Definition[] {
    return this.#published.map(({ definition }) => definition);
  }

  /** The version of that number. @throws RangeError there is none */
  version(version: number): Definition {
    const found = this.#published.find(({ definition }) => definition.version === version);
    if (found === undefined) throw new RangeError(`${this.newest.id} has no version ${version}.`);
    return found.definition;
  }

  /** What was known at that instant; of a pathway that was published later, its first version. */
  knownAt(at: number): PathwayVersions {
    if (at === Infinity) return this;
    const known = this.#published.filter(({ publishedAt }) => publishedAt <= at);
    const migrations = this.#migrations.filter((migration) => migration.at <= at);
    return new PathwayVersions(known.length > 0 ? known : this.#published.slice(0, 1), migrations);
  }

  /** As if all that is open at that instant had been migrated then. @throws RangeError no such version */
  migrated(migration: Migration): PathwayVersions {
    this.version(migration.version);
    return new PathwayVersions(this.#published, [...this.#migrations, migration]);
  }

  /**
   * Where the patient stands, each episode under the version it is pinned to.
   * @param facts all that is known of the patient; what was recorded later than these
   *   versions were known has to be left out
   * @param at ms since the epoch
   */
  assess(facts: readonly RecordedFact[], at: number): Assessment {
    return assess(this.rulesFor(facts), facts, at);
  }

  /**
   * Which version each entry fact of this patient is pinned to. What was corrected goes by
   * when it was first told: a correction of an onset moves no episode to another version.
   */
  rulesFor(facts: readonly RecordedFact[]): RulesSource {
    if (this.#published.length === 1) return this.#plain;
    const corrected = facts.some(isCorrection);
    if (!corrected && this.#migrations.length === 0) return this.#plain;
    const tellings = corrected ? tellingsAmong(facts) : itself;
    const moved = new Map<string, PathwayRules>();
    const source = this.#sourceOf(tellings, moved);
    for (const { version, at } of this.#migrations) {
      const entry = openedBy(source, facts, at);
      if (entry !== undefined) moved.set(originOf(tellings(entry)), this.#rules(version));
    }
    return source;
  }

  /** @param moved by the key of what the entry was first told as */
  #sourceOf(tellings: Tellings, moved: ReadonlyMap<string, PathwayRules>): RulesSource {
    const { id, zone } = this.newest;
    const opening = (entry: RecordedFact): PathwayRules => {
      const first = Math.min(...tellings(entry).map(({ recordedAt }) => recordedAt));
      return rulesOf(this.#inForce(first).definition);
    };
    const rulesFor = (entry: RecordedFact): PathwayRules => {
      const movedTo = moved.size === 0 ? undefined : moved.get(originOf(tellings(entry)));
      return movedTo ?? opening(entry);
    };
    return { id, zone, newest: rulesOf(this.newest), opening, rulesFor };
  }

  #inForce(at: number): PublishedDefinition {
    const [first] = this.#published;
    const chosen = this.#published.findLast(({ publishedAt }) => publishedAt <= at) ?? first;
    if (chosen === undefined) throw new RangeError('A pathway has at least one version.');
    return chosen;
  }

  #rules(version: number): PathwayRules {
    return rulesOf(this.version(version));
  }
}

const NOBODY: ReadonlyMap<string, PathwayRules> = new Map();

/** A fact and what it corrects, the latest telling first. */
type Tellings = (fact: RecordedFact) => readonly RecordedFact[];

const itself: Tellings = (fact) => [fact];

function tellingsAmong(facts: readonly RecordedFact[]): Tellings {
  const byKey = new Map(facts.map((fact) => [factKey(fact), fact]));
  return (fact) => {
    const told = new Set<RecordedFact>();
    let next: RecordedFact | undefined = fact;
    while (next !== undefined && !told.has(next)) {
      told.add(next);
      next = targetKeys(next).flatMap((key) => byKey.get(key) ?? [])[0];
    }
    return [...told];
  };
}

/** Stays the same whether or not a correction stands. */
function originOf(tellings: readonly RecordedFact[]): string {
  const first = tellings.at(-1);
  return first === undefined ? '' : factKey(first);
}

/** The entry fact of the episode that was open at that instant, as known then. */
function openedBy(
  source: RulesSource,
  facts: readonly RecordedFact[],
  at: number,
): RecordedFact | undefined {
  const known = facts.filter(({ recordedAt }) => recordedAt <= at);
  if (known.length === 0) return undefined;
  const { state, episodes } = assess(source, known, at);
  const enteredBy = state === 'open' ? episodes.at(-1)?.enteredBy : undefined;
  return known.find((fact) => factKey(fact) === enteredBy);
}
