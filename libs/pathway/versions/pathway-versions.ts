/**
 * The versions of one pathway, and which of them an episode is pinned to: the one in force when
 * its beginning was first recorded, or the one it was migrated to.
 */
import { assess, assessAll } from '../assessment/assess.js';
import type { Assessment } from '../state/assessment.js';
import {
  EMPTY_DIRECTORY,
  isCorrection,
  type OrganisationDirectory,
  type RecordedFact,
} from '#care-event';
import type { Definition } from '../definition/definition.js';
import { inLanguage } from '../definition/languages.js';
import { bindsOrganisations } from '../organisations/bindings.js';
import {
  rulesOf,
  withDirectory,
  type PathwayRules,
  type RulesSource,
} from '../rules/pathway-rules.js';
import {
  onlyItself,
  openAt,
  originalKey,
  pinned,
  reportsAmong,
  type Move,
  type Pins,
  type Reports,
} from './version-pins.js';

/** Instants are ms since the epoch. */
export interface PublishedDefinition {
  readonly definition: Definition;
  readonly publishedAt: number;
}

/** All episodes that were open at that instant, as known then, continue under this version. */
export interface Migration {
  readonly version: number;
  readonly at: number;
}

export class PathwayVersions {
  /** For patients without corrections or migrations. */
  private readonly plain: RulesSource;

  /**
   * @param published oldest first, at least one, all of one pathway and one zone
   * @param migrations oldest first, to versions that were published
   * @param directory the organisations to which services are bound
   */
  constructor(
    private readonly published: readonly PublishedDefinition[],
    private readonly migrations: readonly Migration[] = [],
    readonly directory: OrganisationDirectory = EMPTY_DIRECTORY,
  ) {
    if (published.length === 0) throw new RangeError('A pathway has at least one version.');
    const [only, ...others] = published;
    this.plain =
      only !== undefined && others.length === 0
        ? withDirectory(only.definition, directory)
        : this.sourceOf(onlyItself, NOBODY);
  }

  /** A pathway of one version that has always been in force. */
  static of(definition: Definition): PathwayVersions {
    return new PathwayVersions([{ definition, publishedAt: -Infinity }]);
  }

  /** New episodes begin under it. */
  get newest(): Definition {
    return this.inForce(Infinity).definition;
  }

  /** All versions, oldest first. */
  definitions(): readonly Definition[] {
    return this.published.map(({ definition }) => definition);
  }

  /** The version of that number. @throws RangeError there is none */
  version(version: number): Definition {
    const found = this.published.find(({ definition }) => definition.version === version);
    if (found === undefined) throw new RangeError(`${this.newest.id} has no version ${version}.`);
    return found.definition;
  }

  private get hasUnkeyed(): boolean {
    return this.published.some(({ definition }) => !rulesOf(definition).isKeyed);
  }

  private get bindsOrganisations(): boolean {
    return this.published.some(({ definition }) => bindsOrganisations(definition));
  }

  /** Whether episodes may go by different versions. */
  get haveSeveral(): boolean {
    return this.published.length > 1;
  }

  /**
   * Whether an event of that type may reopen an episode, by whatever version. Facts of the gap
   * then belong to it, and one of them may be the earliest recorded that could have opened it.
   */
  mayReopen(type: string): boolean {
    return this.published.some(
      ({ definition: { episodes, entry } }) =>
        episodes?.reopensWithin !== undefined &&
        (entry === 'any' || entry.some((pattern) => pattern.type === type)),
    );
  }

  /** When episodes were last migrated, ms since the epoch; -Infinity where they never were. */
  get migratedAt(): number {
    return this.migrations.at(-1)?.at ?? -Infinity;
  }

  /** Whether something was published or migrated between two instants, both included. */
  changedBetween(from: number, to: number): boolean {
    const instants = [
      ...this.published.map(({ publishedAt }) => publishedAt),
      ...this.migrations.map(({ at }) => at),
    ];
    return this.haveSeveral && instants.some((instant) => from <= instant && instant <= to);
  }

  /** The versions known at that instant; the first version where none was published yet. */
  knownAt(at: number): PathwayVersions {
    if (at === Infinity) return this;
    const known = this.published.filter(({ publishedAt }) => publishedAt <= at);
    const migrations = this.migrations.filter((migration) => migration.at <= at);
    const published = known.length > 0 ? known : this.published.slice(0, 1);
    return new PathwayVersions(published, migrations, this.directory);
  }

  /** The same versions with these organisations. */
  withDirectory(directory: OrganisationDirectory): PathwayVersions {
    if (directory === this.directory) return this;
    return new PathwayVersions(this.published, this.migrations, directory);
  }

  /** The same versions as people read them in one of the languages. */
  inLanguage(languages: readonly string[]): PathwayVersions {
    if (this.published.every(({ definition }) => definition.translations === undefined))
      return this;
    const published = this.published.map(({ definition, publishedAt }) => ({
      definition: inLanguage(definition, languages),
      publishedAt,
    }));
    return new PathwayVersions(published, this.migrations, this.directory);
  }

  /** As if all that is open at that instant had been migrated then. @throws RangeError no such version */
  migrated(migration: Migration): PathwayVersions {
    this.version(migration.version);
    return new PathwayVersions(this.published, [...this.migrations, migration], this.directory);
  }

  /** As `assess`, for each key; see `Journey.assessAll`. */
  assessAll(facts: readonly RecordedFact[], at: number): readonly Assessment[] {
    return assessAll(this.rulesFor(facts), facts, at);
  }

  /**
   * Where the patient stands, each episode under the version it is pinned to.
   * @param facts all that is known of the patient; what was recorded later than these
   *   versions were known has to be left out
   * @param at ms since the epoch
   * @param key of the episodes asked about, where the pathway has keys
   */
  assess(facts: readonly RecordedFact[], at: number, key?: string): Assessment {
    return assess(this.rulesFor(facts), facts, at, key === undefined ? {} : { key });
  }

  /**
   * Which version each entry fact of this patient is pinned to. A corrected fact counts from its
   * first report: correcting an onset moves no episode to another version.
   */
  rulesFor(facts: readonly RecordedFact[]): RulesSource {
    if (this.published.length === 1) return this.plain;
    const reports = facts.some(isCorrection) ? reportsAmong(facts) : onlyItself;
    const moved = new Map<string, Move>();
    const sourceWith = (pins: Pins): RulesSource => this.sourceOf(reports, pins);
    const pinsOf = (known: readonly RecordedFact[]): RulesSource =>
      pinned(known, { reports, moved, sourceWith });
    this.migrations.forEach(({ version, at }, index) => {
      const known = facts.filter(({ recordedAt }) => recordedAt <= at);
      const rules = this.rules(version);
      for (const key of openAt(pinsOf(known), known, { at, reports }))
        moved.set(key, { rules, ordinal: index });
    });
    return pinsOf(facts);
  }

  /** @param pins by the first report of the entry */
  private sourceOf(reports: Reports, pins: Pins): RulesSource {
    const { id, zone } = this.newest;
    const opening = (entry: RecordedFact): PathwayRules => {
      const first = Math.min(...reports(entry).map(({ recordedAt }) => recordedAt));
      return rulesOf(this.inForce(first).definition);
    };
    const rulesFor = (entry: RecordedFact): PathwayRules => {
      const pin = pins.size === 0 ? undefined : pins.get(originalKey(reports(entry)));
      return pin ?? opening(entry);
    };
    const newest = rulesOf(this.newest);
    const { hasUnkeyed, bindsOrganisations, directory } = this;
    return { id, zone, newest, hasUnkeyed, bindsOrganisations, directory, opening, rulesFor };
  }

  private inForce(at: number): PublishedDefinition {
    const [first] = this.published;
    const chosen = this.published.findLast(({ publishedAt }) => publishedAt <= at) ?? first;
    if (chosen === undefined) throw new RangeError('A pathway has at least one version.');
    return chosen;
  }

  private rules(version: number): PathwayRules {
    return rulesOf(this.version(version));
  }
}

const NOBODY: Pins = new Map();
