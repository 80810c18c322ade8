/**
 * The reading side of a data folder: log, read models and definitions, opened
 * beside a running writer or without one. Whoever opens it brings the read models
 * up to date, unless somebody else is doing so already.
 */
import { existsSync } from 'node:fs';
import { StoreLocked, type EventStore } from '#event-store';
import { acquireFileLock, openSqliteEventStore } from '#event-store/sqlite';
import { DefinitionRegistry } from '#engine';
import {
  census,
  flow,
  outcomes,
  ProjectionRunner,
  stalls,
  waits,
  type Progress,
  type ReadModels,
} from '#projections';
import { openReadModels } from '#projections/sqlite';
import { dataFolder, type DataFolder } from './data-folder.js';
import { tenantSecret } from './tenant-secret.js';

/** The figures by name: what a report, the server and its reading thread can ask for. */
export const FIGURES = { waits, census, outcomes, flow, stalls } as const;
export type FigureName = keyof typeof FIGURES;
export type FigureQuery = Parameters<(typeof FIGURES)[FigureName]>[1];

export interface Reports {
  readonly store: EventStore;
  readonly models: ReadModels;
  readonly registry: DefinitionRegistry;
  readonly secret: Uint8Array;
  /** Who brings the read models up to date: this call did, or another process does. */
  readonly keptBy: 'us' | 'another';
  close(): Promise<void>;
}

export interface ReportsOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** @throws StoreMissing when there is no log in the folder; typed errors of store and read models */
export async function openReports(path: string, options: ReportsOptions = {}): Promise<Reports> {
  const folder = dataFolder(path);
  const store = await openReadingStore(folder);
  let models: ReadModels | undefined;
  try {
    const kept = await openKeptModels(folder);
    models = kept ?? (await openReadModels({ file: folder.readModels, access: 'read' }));
    if (kept !== undefined) await new ProjectionRunner({ store, models: kept }).catchUp(options);
    const registry = new DefinitionRegistry(store);
    await registry.load();
    const secret = await tenantSecret(folder, store);
    const open = models;
    const close = async (): Promise<void> => {
      await open.close();
      await store.close();
    };
    return { store, models, registry, secret, keptBy: kept ? 'us' : 'another', close };
  } catch (error) {
    await models?.close();
    await store.close();
    throw error;
  }
}

/** The log alone, for those who need no figures. */
export function openReadingStore(folder: DataFolder): Promise<EventStore> {
  return openSqliteEventStore({ file: folder.log, access: 'read', clock: Date.now });
}

/** The read models for writing; undefined when another process keeps them. */
export async function openKeptModels(folder: DataFolder): Promise<ReadModels | undefined> {
  try {
    return await openReadModels({
      file: folder.readModels,
      access: 'write',
      lock: () => acquireFileLock(folder.readModelsLock, 'the process that keeps the read models'),
    });
  } catch (error) {
    if (error instanceof StoreLocked && existsSync(folder.readModels)) return undefined;
    throw error;
  }
}
