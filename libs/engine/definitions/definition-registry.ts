/**
 * The published versions of every pathway and the migrations between them, kept in
 * memory. The log is the truth: `definitions` lists the ids, `definition-<id>` holds
 * what happened to one.
 *
 * A pathway of which an event cannot be read is set aside: nobody can say what is in force
 * there. What is reported to it is still recorded, and decided on once the log is restored.
 */
import {
  LogDamaged,
  readLastAsItIs,
  readWholeStream,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type Json,
  type NewEvent,
  type Position,
  type RecordedEvent,
} from '#event-store';
import {
  DEFINITION_STREAM,
  EMPTY_DIRECTORY,
  PATHWAY_MIGRATED,
  PATHWAY_PUBLISHED,
} from '#care-event';
import { bindsOrganisations, PathwayVersions, type Definition } from '#pathway';
import { readDefinition } from '#pathway-language';
import { KnownNames } from './known-names.js';
import { isTextOfHash } from './text-of-hash.js';
import { OrganisationRegistry } from '../organisations/organisation-registry.js';
import { ListedStreams } from '../shared/listed-streams.js';
import { UnsettledAppends } from '../shared/unsettled-append.js';

/** Stream names and event types are storage: they never change. */
export const INDEX_STREAM = 'definitions';
export const LISTED = 'DefinitionListed.v1';
export function definitionStream(id: string): string {
  return `${DEFINITION_STREAM}${id}`;
}

/** One published version, as its event has it. */
export interface PublishedVersion {
  readonly id: string;
  readonly version: number;
  /** SHA-256 of the text, lower-case hex. */
  readonly hash: string;
  readonly yaml: string;
  readonly author: string;
  readonly reason: string;
  readonly position: Position;
  /** In the pathway's stream. */
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly recordedAt: number;
}

/** A migration of all episodes that were open, as its event has it. */
export type MigrationEvent = Omit<PublishedVersion, 'hash' | 'yaml'>;

/** A definition's stream, oldest first, and what an append has to expect. */
export interface PublishedHistory {
  readonly versions: readonly PublishedVersion[];
  readonly migrations: readonly MigrationEvent[];
  readonly expected: ExpectedRevision;
}

/** A pathway as it is used: its versions read, and what names the newest of them. */
export interface PathwayInForce {
  /** The newest: new episodes begin under it. */
  readonly definition: Definition;
  /** SHA-256 of its text, lower-case hex; undefined where nobody has published one. */
  readonly hash: string | undefined;
  readonly versions: PathwayVersions;
  /** Hash by version, of all of them. */
  readonly hashes: ReadonlyMap<number, string>;
}

export class DefinitionRegistry {
  /** Who provides the services that definitions speak of: read and refreshed with them. */
  readonly organisations: OrganisationRegistry;
  private readonly known = new Map<string, PathwayInForce>();
  private sorted: readonly PathwayInForce[] = [];
  private knownNames = new KnownNames([]);
  /** With which those were made. */
  private directory = EMPTY_DIRECTORY;
  private changed = -Infinity;
  /** Last revision read of each pathway's stream. */
  private readonly revisions = new Map<string, number>();
  private readonly listed: ListedStreams;
  private readonly damaged = new Map<string, LogDamaged>();
  private readonly unsettled = new UnsettledAppends();

  constructor(private readonly store: EventStore) {
    const options = { index: INDEX_STREAM, field: 'id', prefix: DEFINITION_STREAM };
    this.listed = new ListedStreams(store, options);
    this.organisations = new OrganisationRegistry(store);
  }

  /** Newest version of each pathway, sorted by id. */
  current(): readonly Definition[] {
    return this.all().map(({ definition }) => definition);
  }

  /** All versions of every pathway, of each the newest first. */
  published(): readonly Definition[] {
    return this.all().flatMap(({ versions }) => versions.definitions().toReversed());
  }

  /** What events may name. */
  get names(): KnownNames {
    this.all();
    return this.knownNames;
  }

  /** When something was last published, migrated or said of an organisation, ms since the epoch. */
  get changedAt(): number {
    return Math.max(this.changed, this.organisations.changedAt);
  }

  /** Each pathway with all its versions and migrations, sorted by id. */
  pathways(): readonly PathwayVersions[] {
    return this.all().map(({ versions }) => versions);
  }

  /**
   * Every pathway with the versions and migrations that were known at `knownAt` (ms since
   * the epoch), sorted by id; of a pathway that was published later, its first version:
   * history that was taken in before its pathway was defined can still be asked about.
   */
  inForce(knownAt = Infinity): readonly PathwayInForce[] {
    if (knownAt === Infinity) return this.all();
    const directory = this.organisations.knownAt(knownAt);
    return this.all().map(({ versions, hashes }) =>
      inForce(versions.knownAt(knownAt).withDirectory(directory), hashes),
    );
  }

  /** Reads everything published; called once before the first command. */
  async load(): Promise<void> {
    for (const id of await this.listed.ids()) await this.refresh(id);
    await this.organisations.refresh();
  }

  /** Whether any version of a pathway binds services to organisations. */
  bindsOrganisations(): boolean {
    return this.published().some(bindsOrganisations);
  }

  /** Why a pathway is set aside; undefined where it is not. */
  setAside(id: string): LogDamaged | undefined {
    return this.damaged.get(id);
  }

  /** Pathways that are set aside, sorted. */
  allSetAside(): readonly string[] {
    return [...this.damaged.keys()].sort();
  }

  /**
   * Reads again what others have published or migrated since: for a thread or process beside
   * the one that publishes. Costs one small read per pathway where nothing has changed.
   */
  async refreshChanged(): Promise<void> {
    for (const id of await this.listed.ids()) {
      const last = await readLastAsItIs(this.store, definitionStream(id));
      if (last?.revision !== this.revisions.get(id)) await this.refresh(id);
    }
    await this.organisations.refresh();
  }

  /** Appends one event to a pathway's stream, and reads the pathway again. @throws as the store's `append` */
  async append(id: string, expected: ExpectedRevision, event: NewEvent): Promise<Appended> {
    const stream = definitionStream(id);
    const append = (): Promise<Appended> => this.store.append(stream, expected, [event]);
    const appended = await this.unsettled.watch(stream, expected, append);
    await this.refresh(id);
    return appended;
  }

  /** Reads again what may have been appended although nobody was told; else it costs nothing. */
  async settle(): Promise<void> {
    if (this.unsettled.areThere || this.organisations.isUnsettled) await this.refreshChanged();
  }

  /** Reads one pathway again, after something was appended to its stream. */
  async refresh(id: string): Promise<void> {
    try {
      await this.read(id);
      this.damaged.delete(id);
    } catch (error) {
      if (!(error instanceof LogDamaged)) throw error;
      this.damaged.set(id, error);
      if (this.known.delete(id)) this.sort();
    }
  }

  private async read(id: string): Promise<void> {
    const { versions, migrations, expected } = await this.history(id);
    if (typeof expected === 'number') {
      this.revisions.set(id, expected);
      this.unsettled.hasLength(definitionStream(id), expected + 1);
    }
    // A crash between listing a pathway and publishing it leaves an id without versions.
    if (versions.length === 0) return;
    const published = versions.map((version) => ({
      definition: readPublished(version),
      publishedAt: version.recordedAt,
    }));
    const moved = migrations.map(({ version, recordedAt }) => ({ version, at: recordedAt }));
    const instants = [...versions, ...migrations].map(({ recordedAt }) => recordedAt);
    this.changed = Math.max(this.changed, ...instants);
    const hashes = new Map(versions.map(({ version, hash }) => [version, hash]));
    this.known.set(id, inForce(new PathwayVersions(published, moved), hashes));
    this.sort();
  }

  /** Each pathway with the organisations as they are known now; the same objects while nothing changes. */
  private all(): readonly PathwayInForce[] {
    if (this.organisations.current() !== this.directory) this.sort();
    return this.sorted;
  }

  private sort(): void {
    this.directory = this.organisations.current();
    for (const [id, { versions, hashes }] of this.known) {
      if (versions.directory === this.directory) continue;
      this.known.set(id, inForce(versions.withDirectory(this.directory), hashes));
    }
    this.sorted = [...this.known.values()].sort((a, b) =>
      a.definition.id < b.definition.id ? -1 : 1,
    );
    this.knownNames = new KnownNames(this.published());
  }

  /**
   * What was published and migrated on one pathway, and what an append to its stream has to expect.
   * @throws LogDamaged
   */
  async history(id: string): Promise<PublishedHistory> {
    const events = await readWholeStream(this.store, definitionStream(id));
    const ofType = (wanted: string): RecordedEvent[] =>
      events.filter(({ type }) => type === wanted);
    return {
      versions: ofType(PATHWAY_PUBLISHED).map((event) => ({
        ...migrationOf(event),
        hash: textOf(event.data['hash']),
        yaml: textOf(event.data['yaml']),
      })),
      migrations: ofType(PATHWAY_MIGRATED).map(migrationOf),
      expected: events.at(-1)?.revision ?? 'none',
    };
  }
}

function inForce(versions: PathwayVersions, hashes: ReadonlyMap<number, string>): PathwayInForce {
  const definition = versions.newest;
  return { definition, hash: hashes.get(definition.version), versions, hashes };
}

function migrationOf({ data, position, revision, knownAt }: RecordedEvent): MigrationEvent {
  return {
    id: textOf(data['id']),
    version: Number(data['version']),
    author: textOf(data['author']),
    reason: textOf(data['reason']),
    position,
    revision,
    recordedAt: knownAt,
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Definitions by the hash of their text: a published text never changes, and reading it costs
 * more than anything else that a publication or a start does. As many entries as there are
 * versions.
 */
const readTexts = new Map<string, Definition>();

/** What was read of a text that is published now, so that nobody in this thread reads it again. */
export function keepRead(hash: string, definition: Definition): void {
  readTexts.set(hash, definition);
}

/**
 * @throws LogDamaged the text is not the one that was published
 * @throws Error when a text that was once published no longer reads: a fault of this program
 */
export function readPublished(published: PublishedVersion): Definition {
  const { id, version, hash, yaml, revision, position } = published;
  const known = readTexts.get(hash);
  if (known !== undefined) return known;
  if (!isTextOfHash(yaml, hash))
    throw new LogDamaged({ stream: definitionStream(id), revision, position, damage: 'data' });
  const read = readDefinition(yaml);
  if ('definition' in read) {
    keepRead(hash, read.definition);
    return read.definition;
  }
  const [first] = read.problems;
  throw new Error(
    `Published definition ${id} version ${version} no longer reads: ` +
      `line ${first?.line}: ${first?.message}`,
  );
}
