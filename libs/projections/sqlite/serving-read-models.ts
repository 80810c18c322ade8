/**
 * The read models as a reader has them that stays open for long: each read goes to the generation
 * that serves by then. A read under way ends on the one on which it began.
 */
import { ReadModelsClosed, ReadModelsOutdated, ReadModelsReadOnly } from '../port/errors.js';
import type { ReadModels, ReadOptions, ReadView } from '../port/read-models.js';
import type { Tables } from '../port/tables.js';
import type { Generations } from './generations.js';
import { openForReading } from './open-read-models.js';

/** Another generation took over while this one was being opened. */
class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

interface Opened {
  readonly generation: number;
  readonly models: ReadModels;
}

/** @throws as `openReadModels` for reading */
export async function openServingReadModels(generations: Generations): Promise<ReadModels> {
  const models = new ServingReadModels(generations);
  await models.read(() => Promise.resolve());
  return models;
}

class ServingReadModels implements ReadModels {
  readonly access = 'read';
  private opened: Opened | undefined;
  private closed: Promise<unknown> | undefined;
  /** Of generations that no longer serve: until their last reads are through. */
  private readonly leaving = new Set<Promise<void>>();

  constructor(private readonly generations: Generations) {}

  write(): Promise<never> {
    return Promise.reject(new ReadModelsReadOnly());
  }

  async read<T>(
    work: (view: ReadView<Tables>) => Promise<T>,
    options: ReadOptions = {},
  ): Promise<T> {
    if (this.closed !== undefined) throw new ReadModelsClosed();
    const generation = this.generations.serving;
    const isServing = (): boolean => this.generations.serving === generation;
    try {
      return await this.modelsOf(generation).read((view) => {
        // Its connection may have been opened while its files were removed.
        if (!isServing()) throw new TakenOver();
        return work(view);
      }, options);
    } catch (error) {
      if (error instanceof TakenOver) return this.read(work, options);
      if (!(error instanceof ReadModelsOutdated)) throw error;
      if (!isServing()) return this.read(work, options);
      const { progress } = this.generations;
      throw progress === undefined ? error : error.whileBuilding(progress);
    }
  }

  async close(): Promise<void> {
    this.closed ??= Promise.all([this.opened?.models.close(), ...this.leaving]);
    await this.closed;
  }

  private modelsOf(generation: number): ReadModels {
    if (this.opened?.generation === generation) return this.opened.models;
    const { opened } = this;
    if (opened !== undefined) {
      this.opened = undefined;
      const left = opened.models.close().finally(() => this.leaving.delete(left));
      this.leaving.add(left);
    }
    const models = openForReading<Tables>(this.generations.file(generation));
    this.opened = { generation, models };
    return models;
  }
}
