/** The published pathways with their versions and migrations, as known at an instant. */
import { PathwayVersions, readDefinition, type Definition } from '#pathway';
import { StoredDefinitionUnreadable } from '../errors.js';
import type { ReadView } from '../port.js';

export interface KnownPathway {
  readonly versions: PathwayVersions;
  /** Of the newest version's text; undefined where nobody has published one. */
  readonly hash: string | undefined;
}

/**
 * By id. With `knownAt` (ms since the epoch) what had been published and migrated by
 * then, or the first version where that was later: history that was imported before its
 * pathway was defined can still be asked about.
 *
 * @throws StoredDefinitionUnreadable
 */
export async function readPathways(
  { db }: ReadView,
  knownAt = Infinity,
): Promise<ReadonlyMap<string, KnownPathway>> {
  const published = await db.selectFrom('definitions').selectAll().orderBy('place').execute();
  const migrations = await db.selectFrom('migrations').selectAll().orderBy('place').execute();
  return new Map(
    [...Map.groupBy(published, ({ id }) => id)].map(([id, rows]) => {
      const versions = new PathwayVersions(
        rows.map(({ version, yaml, recorded_at: publishedAt }) => ({
          definition: parsed(id, version, yaml),
          publishedAt,
        })),
        migrations
          .filter((row) => row.id === id)
          .map(({ version, recorded_at: at }) => ({ version, at })),
      ).knownAt(knownAt);
      const hash = rows.find(({ version }) => version === versions.newest.version)?.hash;
      return [id, { versions, hash }];
    }),
  );
}

/** Parsed definitions by their text: parsing costs more than many a figure. */
const PARSED = new Map<string, Definition>();
const PARSED_MAX = 200;

function parsed(id: string, version: number, yaml: string): Definition {
  const known = PARSED.get(yaml);
  if (known !== undefined) return known;
  const read = readDefinition(yaml);
  if (!('definition' in read))
    throw new StoredDefinitionUnreadable(id, version, read.problems[0]?.message ?? 'no reason');
  if (PARSED.size >= PARSED_MAX) PARSED.clear();
  PARSED.set(yaml, read.definition);
  return read.definition;
}
