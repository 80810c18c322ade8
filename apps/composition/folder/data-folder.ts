/**
 * The data folder, which every installation has wherever its log is: the secret, which is backed up
 * apart, whatever operators write for it, and the socket of its server.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { logFile, placesIn, type Installation, type Places } from '../stores/places.js';

/** Where the log, the read models and the engine's own work are, and what lies in the folder itself. */
export interface DataFolder extends Places {
  readonly path: string;
  /** What it was made of, for another thread. */
  readonly installation: Installation;
  readonly secret: string;
  readonly rejects: string;
  /** Who gets messages pushed, and where to; may be missing. */
  readonly delivery: string;
  /** Which Kafka topics are read and written; may be missing. */
  readonly kafka: string;
  /** Records from Kafka that were set aside; may be missing. */
  readonly setAside: string;
  /** How long sources may be silent; may be missing. */
  readonly feeds: string;
}

export class NotAFolder extends Error {
  readonly code = 'not-a-folder';
  override readonly name = 'NotAFolder';
  constructor(path: string) {
    super(`${path} is a file, but the data is kept in a folder.`);
  }
}

const DELIVERY = 'delivery.yaml';
const KAFKA = 'kafka.yaml';
const SECRET = 'secret.key';

/** Whether there is a log already; makes nothing, and asks no server: one that has a secret has a log. */
export function hasLog(installation: Installation): boolean {
  const { path, places } = placed(installation);
  const { log } = places;
  return existsSync(log.kind === 'sqlite' ? logFile(log) : join(path, SECRET));
}

/** The file that says who gets messages pushed, if it lies in the folder; makes nothing. */
export function deliveryIn(folder: string): string | undefined {
  return fileIn(folder, DELIVERY);
}

/** The file that says which Kafka topics are read and written, if it lies in the folder; makes nothing. */
export function kafkaIn(folder: string): string | undefined {
  return fileIn(folder, KAFKA);
}

function fileIn(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  return existsSync(resolve(file)) ? file : undefined;
}

/** @throws NotAFolder when something else is at the path */
export function dataFolder(installation: Installation): DataFolder {
  const { path, places } = placed(installation);
  makeFolder(path);
  for (const place of [places.log, places.readModels, places.work])
    if (place.kind === 'sqlite') makeFolder(place.folder);
  return {
    path,
    ...places,
    installation,
    secret: join(path, SECRET),
    rejects: join(path, 'rejects'),
    delivery: join(path, DELIVERY),
    kafka: join(path, KAFKA),
    setAside: join(path, 'rejects', 'kafka'),
    feeds: join(path, 'feeds.yaml'),
  };
}

function placed(installation: Installation): { readonly path: string; readonly places: Places } {
  if (typeof installation !== 'string')
    return { path: resolve(installation.data), places: installation.places };
  const path = resolve(installation);
  return { path, places: placesIn(path) };
}

function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new NotAFolder(path);
  }
  mkdirSync(path, { recursive: true, mode: 0o700 });
}
