/**
 * The data folder: which file holds what. The log is the truth; read models can
 * be deleted at any time; the secret is backed up apart from both.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface DataFolder {
  readonly path: string;
  readonly log: string;
  readonly readModels: string;
  /** Lock of whoever brings the read models up to date. */
  readonly readModelsLock: string;
  readonly secret: string;
  readonly rejects: string;
}

/** @throws Error when the path is there and not a folder */
export function dataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (!statSync(path).isDirectory()) throw new Error(`${path} is not a folder.`);
  return {
    path,
    log: join(path, 'log.db'),
    readModels: join(path, 'read-models.db'),
    readModelsLock: join(path, 'read-models.lock'),
    secret: join(path, 'secret.key'),
    rejects: join(path, 'rejects'),
  };
}
