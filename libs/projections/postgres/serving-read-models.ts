/**
 * The read models as a reader has them that stays open for long: each read goes to the generation
 * that serves by then, as its own snapshot says it, and ends on it.
 */
import type pg from 'pg';
import type { PostgresAddress } from '#postgres';
import { ReadModelsOutdated, ReadModelsReadOnly, type RebuildProgress } from '../port/errors.js';
import type { ReadModels, ReadOptions, ReadView } from '../port/read-models.js';
import type { Tables } from '../port/tables.js';
import { openReaders } from './open-read-models.js';
import { PostgresReadModels } from './postgres-read-models.js';
import { generationLock, modelsSchema, pointerTable } from './schemas.js';

/** What the generations say where a table is missing. */
export interface WhatServes {
  serving(): Promise<number>;
  progress(): Promise<RebuildProgress | undefined>;
}

/** @throws ReadModelsOutdated, ReadModelsUnavailable */
export async function openServingReadModels(
  address: PostgresAddress,
  generations: WhatServes,
): Promise<ReadModels> {
  const models = new ServingReadModels(address, generations);
  try {
    await models.read(() => Promise.resolve());
    return models;
  } catch (error) {
    await models.close();
    throw error;
  }
}

/** A snapshot, and which generation serves in it. */
interface Begun {
  readonly serving: number;
  readonly isThere: boolean;
}

class ServingReadModels implements ReadModels {
  readonly access = 'read';
  private readonly models: PostgresReadModels<Tables>;

  constructor(
    private readonly address: PostgresAddress,
    private readonly generations: WhatServes,
  ) {
    const readers = openReaders(address);
    const beginRead = (raw: pg.PoolClient) => this.begin(raw);
    this.models = new PostgresReadModels({ readers, beginRead });
  }

  write(): Promise<never> {
    return Promise.reject(new ReadModelsReadOnly());
  }

  async read<T>(
    work: (view: ReadView<Tables>) => Promise<T>,
    options: ReadOptions = {},
  ): Promise<T> {
    let generation: number | undefined;
    const begin = async (raw: pg.PoolClient): Promise<void> => {
      const { serving, isThere } = await this.begin(raw);
      generation = serving;
      if (!isThere) throw new ReadModelsOutdated([modelsSchema(this.address.prefix, serving)]);
    };
    try {
      return await this.models.read(work, options, begin);
    } catch (error) {
      if (!(error instanceof ReadModelsOutdated)) throw error;
      // It may have been dropped between the snapshot and the first table.
      if (generation !== undefined && (await this.generations.serving()) !== generation)
        return this.read(work, options);
      const progress = await this.generations.progress();
      throw progress === undefined ? error : error.whileBuilding(progress);
    }
  }

  close(): Promise<void> {
    return this.models.close();
  }

  private async begin(raw: pg.PoolClient): Promise<Begun> {
    const { prefix } = this.address;
    const schema = `'${modelsSchema(prefix, '')}' || serving`;
    const answers = await raw.query<{ serving: number; is_there: string }>(
      `begin isolation level repeatable read read only;
       select serving, to_regnamespace(${schema}) is not null as is_there,
              set_config('search_path', ${schema}, true),
              pg_advisory_xact_lock_shared(${generationLock(prefix)}, serving)
         from ${pointerTable(prefix)}`,
    );
    // Several statements in one question have several answers.
    const [, { rows }] = answers as unknown as [unknown, typeof answers];
    const { serving, is_there } = rows[0]!;
    return { serving, isThere: is_there === 't' };
  }
}
