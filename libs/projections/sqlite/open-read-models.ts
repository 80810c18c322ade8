/** Opens a file of read models, for the one process that writes it or for others beside it. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { ReadModelsOutdated } from '../port/errors.js';
import type { ReadModels } from '../port/read-models.js';
import type { Tables } from '../port/tables.js';
import type { Connection } from './connection.js';
import { EXACT_INTEGERS } from '../port/exact-integers.js';
import { typedFault } from './sqlite-faults.js';
import { SqliteReadModels } from './sqlite-read-models.js';

/** Of each connection; there may be a writer and four readers. */
const CACHE_KIB = 32 * 1024;

const IN_MEMORY = ':memory:';

export interface OpenReadModelsOptions {
  /** Path of the database file, or `:memory:`. */
  readonly file: string;
  /**
   * `build`: writes what nobody reads before it is complete, and what is thrown away if that is cut
   * short; closed, it is on the disk. Only the writer sees it.
   */
  readonly access: 'write' | 'read' | 'build';
}

/**
 * @throws ReadModelsDamaged the file is no database or is damaged
 * @throws ReadModelsUnavailable the disk is full, or the file cannot be opened
 * @throws ReadModelsOutdated access `read`, and there is no file yet
 */
export function openReadModels<DB = Tables>(
  options: OpenReadModelsOptions,
): Promise<ReadModels<DB>> {
  return Promise.resolve().then(() =>
    options.access === 'read' ? openForReading<DB>(options.file) : openForWriting<DB>(options),
  );
}

function openForWriting<DB>({ file, access }: OpenReadModelsOptions): ReadModels<DB> {
  const isBuild = access === 'build';
  const writer = connect<DB>(file, isBuild ? 'build' : 'write');
  const alone = isBuild || file === IN_MEMORY;
  return new SqliteReadModels({
    access: 'write',
    writer,
    openReader: alone ? undefined : () => connect<DB>(file, 'read'),
    onClosed: () => {
      if (isBuild) sync(file);
    },
  });
}

/** @throws as `openReadModels` */
export function openForReading<DB>(file: string): ReadModels<DB> {
  if (file === IN_MEMORY) throw new ReadModelsOutdated([file]);
  const openReader = () => connect<DB>(file, 'read');
  openReader().raw.close();
  return new SqliteReadModels({
    access: 'read',
    writer: undefined,
    openReader,
    onClosed: () => undefined,
  });
}

const PRAGMAS = {
  read: [],
  // The default of 4 MB would checkpoint after every batch.
  write: ['journal_mode = WAL', 'synchronous = NORMAL', 'wal_autocheckpoint = 16384'],
  build: ['journal_mode = OFF', 'synchronous = OFF', 'locking_mode = EXCLUSIVE'],
} as const;

function connect<DB>(file: string, access: OpenReadModelsOptions['access']): Connection<DB> {
  const readonly = access === 'read';
  let raw: Database.Database | undefined;
  try {
    raw = new Database(file, { readonly, fileMustExist: readonly });
    for (const pragma of PRAGMAS[access]) raw.pragma(pragma);
    raw.defaultSafeIntegers(true);
    raw.pragma('busy_timeout = 5000');
    raw.pragma(`cache_size = -${CACHE_KIB}`);
    raw.pragma('schema_version');
    const dialect = new SqliteDialect({ database: raw });
    return { raw, db: new Kysely<DB>({ dialect, plugins: [EXACT_INTEGERS] }) };
  } catch (error) {
    raw?.close();
    const code = codeOf(error);
    if (code === 'SQLITE_CANTOPEN' && readonly)
      throw new ReadModelsOutdated([file], { cause: error });
    throw typedFault(file, error) ?? error;
  }
}

/** SQLite's name for what went wrong; empty for other faults. */
function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

function sync(file: string): void {
  const open = openSync(file, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
