/** Where an installation keeps what, as one plain value that threads can be given. */
import { join } from 'node:path';

/** Files in a folder. */
export interface SqlitePlace {
  readonly kind: 'sqlite';
  readonly folder: string;
}

export interface Places {
  /** The truth. */
  readonly log: SqlitePlace;
  /** Made from the log, so they can be deleted at any time. */
  readonly readModels: SqlitePlace;
  /** The engine's own: how far each processor has come. */
  readonly work: SqlitePlace;
}

/** Everything in files of one folder. */
export function placesIn(folder: string): Places {
  const place = { kind: 'sqlite', folder } as const;
  return { log: place, readModels: place, work: place };
}

/** Names of files; they are storage and never change. */
export const logFile = ({ folder }: SqlitePlace): string => join(folder, 'log.db');
/** Of the first generation; the pointer beside it names the one that serves. */
export const readModelsFile = ({ folder }: SqlitePlace): string => join(folder, 'read-models.db');
export const readModelsLock = ({ folder }: SqlitePlace): string => join(folder, 'read-models.lock');
export const checkpointsFile = ({ folder }: SqlitePlace): string => join(folder, 'checkpoints.db');
