/**
 * The read models as the one process has them that keeps them: it folds the log into the generation
 * that serves, and lets the next one take over. Models of another version of this program are
 * built anew beside those that still serve.
 */
import { StoreLocked, type EventStore } from '#event-store';
import {
  ALL_MODELS,
  modelStates,
  ProjectionRunner,
  type ReadModelGenerations,
  type ReadModels,
  type ReadModelsLock,
} from '#projections';
import type { DataFolder } from '../folder/data-folder.js';
import { openGenerations } from '../stores/read-models.js';
import type { BuildOptions, Built } from './build-generation.js';

/** Builds the next generation, in this thread or in another. */
export type Build = (options: BuildOptions) => Promise<Built>;

type RunOptions = NonNullable<Parameters<ProjectionRunner['catchUp']>[0]>;
type Folded = Awaited<ReturnType<ProjectionRunner['catchUp']>>;
type FollowOptions = Parameters<ProjectionRunner['follow']>[0];

export interface KeepOptions extends RunOptions {
  readonly build: Build;
}

/** Another generation is being built already. */
export class RebuildUnderWay extends Error {
  override readonly name = 'RebuildUnderWay';
  readonly code = 'rebuild-under-way';
  constructor() {
    super(
      'The read models are being built anew already; stafett projection list shows how far it is.',
    );
  }
}

export class FolderReadOnly extends Error {
  readonly code = 'folder-read-only';
  override readonly name = 'FolderReadOnly';
  constructor(path: string) {
    super(
      `${path} is read-only, and figures keep their read models there: copy the folder and use the copy.`,
    );
  }
}

interface Waiting {
  readonly generation: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Whoever has it closes it. */
export class KeptReadModels {
  private opened: ReadModels | undefined;
  private kept = ALL_MODELS;
  private rebuilding = false;
  private following: AbortController | undefined;
  private waiting: Waiting | undefined;

  private constructor(
    private readonly store: EventStore,
    private readonly generations: ReadModelGenerations,
    private readonly lock: ReadModelsLock,
  ) {}

  /**
   * Undefined when another process keeps them.
   * @throws FolderReadOnly; StoreLocked another process keeps them, and there are none yet
   */
  static async take(folder: DataFolder, store: EventStore): Promise<KeptReadModels | undefined> {
    const generations = await openGenerations(folder);
    try {
      if (!generations.isWritable()) throw new FolderReadOnly(folder.path);
      const lock = await generations.lock('the process that keeps the read models');
      await generations.removeOthers();
      return new KeptReadModels(store, generations, lock);
    } catch (error) {
      const isKept = error instanceof StoreLocked && (await generations.isThere());
      await generations.close();
      if (isKept) return undefined;
      throw error;
    }
  }

  /** The generation that serves. @throws typed errors of the read models */
  async models(): Promise<ReadModels> {
    return (this.opened ??= await this.generations.open(await this.generations.serving(), 'write'));
  }

  /** All of them, as far as the log goes: what cannot go on from where it stands is built anew. */
  async bringUpToDate({ build, ...run }: KeepOptions): Promise<Folded> {
    if ((await this.outdated()).length > 0) await this.rebuild({ build, ...run });
    return (await this.runner()).catchUp(run);
  }

  /**
   * The names of those that have to be built beside the others. None where nothing could serve
   * meanwhile: then all are built in their place, and go on there after a crash.
   */
  async outdated(): Promise<readonly string[]> {
    const states = await modelStates(this.store, await this.models());
    if (states.current.length === 0 || states.ofAnotherLog.length > 0) return [];
    return states.outdated.map(({ name }) => name);
  }

  /** Goes on with those that are up to date, until a generation takes over that has them all. */
  async keepCurrent(run: RunOptions): Promise<Folded> {
    this.kept = (await modelStates(this.store, await this.models())).current;
    return (await this.runner()).catchUp(run);
  }

  /**
   * Builds the next generation and lets it take over. Whatever ends that earlier leaves the one
   * that serves as it is.
   * @throws RebuildUnderWay; what building throws; what the signal was aborted with
   */
  async rebuild({ build, ...run }: KeepOptions): Promise<Built> {
    if (this.rebuilding) throw new RebuildUnderWay();
    this.rebuilding = true;
    try {
      const built = await build(run);
      await this.next(built.generation);
      return built;
    } finally {
      this.rebuilding = false;
    }
  }

  /** Keeps up with the log, through all generations, until the signal is aborted. */
  async follow({ signal, ...options }: FollowOptions): Promise<void> {
    while (!signal.aborted) {
      this.following = new AbortController();
      const either = AbortSignal.any([signal, this.following.signal]);
      if (this.waiting === undefined)
        await (await this.runner()).follow({ ...options, signal: either });
      this.following = undefined;
      const { waiting } = this;
      this.waiting = undefined;
      if (waiting === undefined) continue;
      await this.takeOver(waiting.generation).then(waiting.resolve, waiting.reject);
    }
  }

  async close(): Promise<void> {
    await this.opened?.close();
    await this.lock.release();
    await this.generations.close();
  }

  /** Where the log is followed, between two batches. */
  private async next(generation: number): Promise<void> {
    const { following } = this;
    if (following === undefined) return this.takeOver(generation);
    const { promise, ...settle } = Promise.withResolvers<void>();
    this.waiting = { generation, ...settle };
    following.abort();
    await promise;
  }

  /** What was recorded since it was built comes first: nobody sees the figures go back. */
  private async takeOver(generation: number): Promise<void> {
    const { generations, store } = this;
    let models: ReadModels | undefined;
    try {
      models = await generations.open(generation, 'write');
      await new ProjectionRunner({ store, models }).catchUp();
      await generations.takeOver(generation);
    } catch (error) {
      await models?.close();
      await generations.remove(generation);
      throw error;
    }
    const before = this.opened;
    this.opened = models;
    this.kept = ALL_MODELS;
    await before?.close();
    await generations.removeOthers();
  }

  private async runner(): Promise<ProjectionRunner> {
    const models = await this.models();
    return new ProjectionRunner({ store: this.store, models, definitions: this.kept });
  }
}
