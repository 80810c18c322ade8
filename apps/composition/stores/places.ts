/** Where an installation keeps what, as one plain value that threads can be given. */
import { join } from 'node:path';

/** Files in a folder. */
export interface SqlitePlace {
  readonly kind: 'sqlite';
  readonly folder: string;
}

/** A server, and what opens it. */
interface ServerPlace {
  /** Without the password, so that it can be shown. */
  readonly address: string;
  readonly password?: string;
}

export interface PostgresPlace extends ServerPlace {
  readonly kind: 'postgres';
}

/** It keeps the log alone. */
export interface EventStoreDbPlace extends ServerPlace {
  readonly kind: 'eventstoredb';
}

export type DatabasePlace = SqlitePlace | PostgresPlace;
export type Place = DatabasePlace | EventStoreDbPlace;

export interface Places {
  /** The truth. */
  readonly log: Place;
  /** Made from the log, so they can be deleted at any time. */
  readonly readModels: DatabasePlace;
  /** The engine's own: who may write, and how far each processor has come. */
  readonly work: DatabasePlace;
}

/** A data folder, and where the rest of its installation is; a path alone: everything is in it. */
export type Installation = string | { readonly data: string; readonly places: Places };

/** Everything in files of one folder. */
export function placesIn(folder: string): Places {
  const place = { kind: 'sqlite', folder } as const;
  return { log: place, readModels: place, work: place };
}

/** How a place is shown to people: never with a password. */
export function formatPlace(place: Place): string {
  return place.kind === 'sqlite' ? `sqlite:${place.folder}` : place.address;
}

/** Names of files; they are storage and never change. */
export const logFile = ({ folder }: SqlitePlace): string => join(folder, 'log.db');
/** Of the first generation; the pointer beside it names the one that serves. */
export const readModelsFile = ({ folder }: SqlitePlace): string => join(folder, 'read-models.db');
export const readModelsLock = ({ folder }: SqlitePlace): string => join(folder, 'read-models.lock');
export const checkpointsFile = ({ folder }: SqlitePlace): string => join(folder, 'checkpoints.db');
