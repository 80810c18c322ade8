/** The read models, opened in the place that was chosen for them: one generation of them serves. */
import { accessSync, constants, existsSync } from 'node:fs';
import { acquireFileLock } from '#event-store/sqlite';
import type {
  ReadModelGenerations,
  ReadModels,
  ReadModelsLock,
  RebuildProgress,
} from '#projections';
import { Generations, openReadModels, openServingReadModels } from '#projections/sqlite';
import { readModelsFile, readModelsLock, type Places, type SqlitePlace } from './places.js';

/** Whoever has them closes them. */
export async function openGenerations({
  readModels,
}: Pick<Places, 'readModels'>): Promise<ReadModelGenerations> {
  if (readModels.kind === 'sqlite') return new SqliteGenerations(readModels);
  const { PostgresGenerations } = await import('#projections/postgres');
  const { addressOf } = await import('./postgres.js');
  return new PostgresGenerations(addressOf(readModels));
}

/** The generation that serves, for those who read it beside whoever keeps it. @throws ReadModelsOutdated */
export async function openServingModels(places: Pick<Places, 'readModels'>): Promise<ReadModels> {
  const generations = await openGenerations(places);
  try {
    const models = await generations.openServing();
    return {
      access: models.access,
      write: (work) => models.write(work),
      read: (work, options) => models.read(work, options),
      close: () => models.close().then(() => generations.close()),
    };
  } catch (error) {
    await generations.close();
    throw error;
  }
}

/** In files: everything is done at once, and nothing is held open. */
class SqliteGenerations implements ReadModelGenerations {
  private readonly files: Generations;

  constructor(private readonly place: SqlitePlace) {
    this.files = new Generations(readModelsFile(place));
  }

  serving(): Promise<number> {
    return soon(() => this.files.serving);
  }

  isThere(): Promise<boolean> {
    return soon(() => existsSync(this.files.file(this.files.serving)));
  }

  open(generation: number, access: 'read' | 'write' | 'build'): Promise<ReadModels> {
    return openReadModels({ file: this.files.file(generation), access });
  }

  openServing(): Promise<ReadModels> {
    return openServingReadModels(this.files);
  }

  async openTemporary(): Promise<ReadModels> {
    const file = this.files.temporary;
    const models = await openReadModels({ file, access: 'build' });
    return {
      access: models.access,
      write: (work) => models.write(work),
      read: (work, options) => models.read(work, options),
      close: () => models.close().then(() => this.files.remove(file)),
    };
  }

  takeOver(generation: number): Promise<void> {
    return soon(() => this.files.takeOver(generation));
  }

  remove(generation: number): Promise<void> {
    return soon(() => this.files.remove(this.files.file(generation)));
  }

  removeOthers(): Promise<void> {
    return soon(() => this.files.removeOthers());
  }

  removeAll(): Promise<void> {
    return soon(() => this.files.removeAll());
  }

  note(progress: RebuildProgress, nowMs: number): void {
    this.files.note(progress, nowMs);
  }

  forgetProgress(): Promise<void> {
    return soon(() => this.files.forgetProgress());
  }

  progress(): Promise<RebuildProgress | undefined> {
    return soon(() => this.files.progress);
  }

  lock(holder: string): Promise<ReadModelsLock> {
    return soon(() => {
      const lock = acquireFileLock(readModelsLock(this.place), holder);
      return { release: () => soon(() => lock.release()) };
    });
  }

  isWritable(): boolean {
    try {
      accessSync(this.place.folder, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Done now; what it throws rejects the promise. */
function soon<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
