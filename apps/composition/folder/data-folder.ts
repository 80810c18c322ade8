/**
 * The data folder: which file holds what. The log is the truth; read models can
 * be deleted at any time; the secret is backed up apart from both.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface DataFolder {
  readonly path: string;
  readonly log: string;
  /** Their first generation; which one serves, `Generations` tells. */
  readonly readModels: string;
  /** Lock of whoever brings the read models up to date. */
  readonly readModelsLock: string;
  /** How far each processor has come; may be deleted while nothing runs. */
  readonly checkpoints: string;
  readonly secret: string;
  readonly rejects: string;
  /** Who gets messages pushed, and where to; may be missing. */
  readonly delivery: string;
}

export class NotAFolder extends Error {
  readonly code = 'not-a-folder';
  override readonly name = 'NotAFolder';
  constructor(path: string) {
    super(`${path} is a file, but the data is kept in a folder.`);
  }
}

const LOG = 'log.db';
const DELIVERY = 'delivery.yaml';

/** Whether there is a log in it already; makes nothing. */
export function hasLog(folder: string): boolean {
  return existsSync(join(resolve(folder), LOG));
}

/** The file that says who gets messages pushed, if it lies in the folder; makes nothing. */
export function deliveryIn(folder: string): string | undefined {
  const file = join(folder, DELIVERY);
  return existsSync(resolve(file)) ? file : undefined;
}

/** @throws NotAFolder when something else is at the path */
export function dataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new NotAFolder(path);
  }
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return {
    path,
    log: join(path, LOG),
    readModels: join(path, 'read-models.db'),
    readModelsLock: join(path, 'read-models.lock'),
    checkpoints: join(path, 'checkpoints.db'),
    secret: join(path, 'secret.key'),
    rejects: join(path, 'rejects'),
    delivery: join(path, DELIVERY),
  };
}
