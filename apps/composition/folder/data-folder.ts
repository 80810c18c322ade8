/**
 * The data folder, which every installation has wherever its log is: the secret, which is backed up
 * apart, whatever operators write for it, and the socket of its server.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasLog as isLogIn } from '../stores/log-files.js';
import { placesIn, type Places } from '../stores/places.js';

/** Where the log, the read models and the engine's own work are, and what lies in the folder itself. */
export interface DataFolder extends Places {
  readonly path: string;
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

const DELIVERY = 'delivery.yaml';

/** Whether there is a log in it already; makes nothing. */
export function hasLog(folder: string): boolean {
  return isLogIn(placesIn(resolve(folder)));
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
    ...placesIn(path),
    secret: join(path, 'secret.key'),
    rejects: join(path, 'rejects'),
    delivery: join(path, DELIVERY),
  };
}
