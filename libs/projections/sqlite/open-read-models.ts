/** Opens the file of the read models, for the one process that writes it or for others beside it. */
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { ReadModelsOutdated } from '../port/errors.js';
import type { ReadModels } from '../port/read-models.js';
import type { Tables } from '../port/tables.js';
import type { Connection } from './connection.js';
import { EXACT_INTEGERS } from './exact-integers.js';
import { typedFault } from './sqlite-faults.js';
import { SqliteReadModels } from './sqlite-read-models.js';

/** Of each connection; there may be a writer and four readers. */
const CACHE_KIB = 32 * 1024;

const IN_MEMORY = ':memory:';

export interface OpenReadModelsOptions {
  /** Path of the database file, or `:memory:`. */
  readonly file: string;
  readonly access: 'write' | 'read';
  /** Keeps other processes from writing, until released. Called for access `write` before the file is touched. */
  readonly lock?: () => { release(): void };
}

/**
 * @throws ReadModelsDamaged the file is no database or is damaged
 * @throws ReadModelsUnavailable the disk is full, or the file cannot be opened
 * @throws ReadModelsOutdated access `read`, and there is no file yet
 * @throws whatever `lock` throws
 */
export function openReadModels<DB = Tables>(
  options: OpenReadModelsOptions,
): Promise<ReadModels<DB>> {
  return Promise.resolve().then(() =>
    options.access === 'write' ? openForWriting<DB>(options) : openForReading<DB>(options.file),
  );
}

function openForWriting<DB>({ file, lock }: OpenReadModelsOptions): ReadModels<DB> {
  const held = lock?.();
  try {
    const writer = connect<DB>(file, { readonly: false });
    return new SqliteReadModels({
      access: 'write',
      writer,
      openReader: file === IN_MEMORY ? undefined : () => connect<DB>(file, { readonly: true }),
      onClosed: () => held?.release(),
    });
  } catch (error) {
    held?.release();
    throw error;
  }
}

function openForReading<DB>(file: string): ReadModels<DB> {
  if (file === IN_MEMORY) throw new ReadModelsOutdated([file]);
  const openReader = () => connect<DB>(file, { readonly: true });
  openReader().raw.close();
  return new SqliteReadModels({
    access: 'read',
    writer: undefined,
    openReader,
    onClosed: () => undefined,
  });
}

function connect<DB>(file: string, { readonly }: { readonly readonly: boolean }): Connection<DB> {
  let raw: Database.Database | undefined;
  try {
    raw = new Database(file, { readonly, fileMustExist: readonly });
    if (!readonly) {
      raw.pragma('journal_mode = WAL');
      raw.pragma('synchronous = NORMAL');
      // The default of 4 MB would checkpoint after every batch.
      raw.pragma('wal_autocheckpoint = 16384');
    }
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
