/** The published pathways with their versions and migrations, as known at an instant. */
import { PathwayVersions, type Definition } from '#pathway';
import { readDefinition } from '#pathway-language';
import type { OrganisationDirectory } from '#care-event';
import type { LogDamaged } from '#event-store';
import { damagedPathways } from './damaged.js';
import { StoredDefinitionUnreadable } from './errors.js';
import { readDirectory } from './organisations.js';
import type { ReadView } from '../port/read-models.js';

export interface KnownPathway {
  readonly versions: PathwayVersions;
  /** Of the newest version's text; undefined if none was published. */
  readonly hash: string | undefined;
}

interface Publication {
  readonly version: number;
  readonly hash: string;
  readonly yaml: string;
  /** Milliseconds since the epoch. */
  readonly recorded_at: number;
}

interface MigrationRow {
  readonly id: string;
  readonly version: number;
  readonly recorded_at: number;
}

/**
 * By id. Texts are parsed on demand: a figure needs all versions of one pathway, and of the
 * others at most the types they name.
 */
export class KnownPathways {
  /** @param published by id, oldest first, at least one of each */
  constructor(
    private readonly published: ReadonlyMap<string, readonly Publication[]>,
    private readonly migrations: readonly MigrationRow[],
    private readonly known: { readonly at: number; readonly directory: OrganisationDirectory },
    /** Those of which an event cannot be read: nobody can say what is in force there. */
    private readonly damaged: ReadonlyMap<string, LogDamaged>,
  ) {}

  ids(): readonly string[] {
    return [...this.published.keys()];
  }

  /** Undefined if none of that id was published. @throws LogDamaged, StoredDefinitionUnreadable */
  pathway(id: string): KnownPathway | undefined {
    const damage = this.damaged.get(id);
    if (damage !== undefined) throw damage;
    const rows = this.published.get(id);
    if (rows === undefined) return undefined;
    const versions = new PathwayVersions(
      rows.map(({ version, yaml, recorded_at: publishedAt }) => ({
        definition: parsed(id, version, yaml),
        publishedAt,
      })),
      this.migrations
        .filter((row) => row.id === id)
        .map(({ version, recorded_at: at }) => ({ version, at })),
      this.known.directory,
    ).knownAt(this.known.at);
    const hash = rows.find(({ version }) => version === versions.newest.version)?.hash;
    return { versions, hash };
  }

  /**
   * The definitions of all pathways but one, the newest of each first, so that a search can
   * stop before the older ones.
   *
   * @throws StoredDefinitionUnreadable
   */
  *definitionsBut(id: string): Generator<Definition> {
    const others = [...this.published].filter(([other]) => other !== id);
    const deepest = Math.max(0, ...others.map(([, rows]) => rows.length));
    for (let back = 1; back <= deepest; back++)
      for (const [other, rows] of others) {
        const row = rows.at(-back);
        if (row !== undefined) yield parsed(other, row.version, row.yaml);
      }
  }
}

/**
 * With `knownAt` (ms since the epoch) what had been published and migrated by then, or the
 * first version if that was later: history that was imported before its pathway was defined
 * can still be queried.
 */
export async function readPathways(
  { db }: Pick<ReadView, 'db'>,
  knownAt = Infinity,
): Promise<KnownPathways> {
  const published = await db.selectFrom('definitions').selectAll().orderBy('position').execute();
  const migrations = await db.selectFrom('migrations').selectAll().orderBy('position').execute();
  const known = [...Map.groupBy(published, ({ id }) => id)].map(([id, rows]) => {
    const by = rows.filter(({ recorded_at }) => recorded_at <= knownAt);
    return [id, by.length > 0 ? by : rows.slice(0, 1)] as const;
  });
  const damaged = await damagedPathways({ db }, knownAt);
  const directory = await readDirectory({ db }, knownAt);
  return new KnownPathways(new Map(known), migrations, { at: knownAt, directory }, damaged);
}

/** Parsed definitions by their text, least recently used first: parsing costs more than many figures. */
const PARSED = new Map<string, Definition>();
const PARSED_MAX = 200;

function parsed(id: string, version: number, yaml: string): Definition {
  const known = PARSED.get(yaml);
  if (known !== undefined) {
    PARSED.delete(yaml);
    PARSED.set(yaml, known);
    return known;
  }
  const read = readDefinition(yaml);
  if (!('definition' in read))
    throw new StoredDefinitionUnreadable(id, version, read.problems[0]?.message ?? 'no reason');
  const [oldest] = PARSED.keys();
  if (PARSED.size >= PARSED_MAX && oldest !== undefined) PARSED.delete(oldest);
  PARSED.set(yaml, read.definition);
  return read.definition;
}
