/** The writing side of a data folder: store, secret and engine, opened by the one process that writes. */
import { NestFactory } from '@nestjs/core';
import type { MessagePort } from 'node:worker_threads';
import { openSqliteEventStore } from '#event-store/sqlite';
import { retrying, type EventStore, type StoreFailed } from '#event-store';
import {
  EngineModule,
  ParkedSequences,
  StafettEngine,
  type Clock,
  type ParkedSequence,
} from '#engine';
import { dataFolder, type DataFolder } from './data-folder.js';
import { tenantSecret } from './tenant-secret.js';

export interface WriterOptions {
  /** Milliseconds since the epoch. Default: the machine's clock. */
  readonly clock?: Clock;
  /** How this process is named to another that wants to write, such as `stafett serve`. */
  readonly holder?: string;
  /** Told when the store failed for good: the process has to end. */
  readonly onFailure?: (failure: StoreFailed) => void;
}

export interface EngineWriterOptions extends WriterOptions {
  /** Told of each sequence once it is durably parked. */
  readonly onParked?: (holding: ParkedSequence) => void;
}

/** What a writing process holds open. Whoever opened it closes it. */
export interface WriterParts {
  readonly folder: DataFolder;
  readonly store: EventStore;
  readonly secret: Uint8Array;
  readonly clock: Clock;
  /** For another thread of this process, whose appends then share the one writing thread. */
  readonly shareWriter: () => MessagePort;
}

export interface Writer extends WriterParts {
  readonly engine: StafettEngine;
  readonly parking: ParkedSequences;
  close(): Promise<void>;
}

/** @throws StoreLocked when another process writes to the folder; other typed errors of the store */
export async function openWriterParts(
  path: string,
  { clock = Date.now, holder, onFailure }: WriterOptions = {},
): Promise<WriterParts> {
  const folder = dataFolder(path);
  const store = await openSqliteEventStore({
    file: folder.log,
    access: 'write',
    clock,
    ...(holder === undefined ? {} : { holder: `${holder} (process ${process.pid})` }),
    ...(onFailure === undefined ? {} : { onFailure }),
  });
  try {
    const secret = await tenantSecret(folder, store);
    return {
      folder,
      store: retrying(store),
      secret,
      clock,
      shareWriter: () => store.shareWriter(),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Store and engine without a server, for commands that write. */
export async function openWriter(
  path: string,
  { onParked, ...options }: EngineWriterOptions = {},
): Promise<Writer> {
  const parts = await openWriterParts(path, options);
  const { store, clock } = parts;
  try {
    const context = await NestFactory.createApplicationContext(
      EngineModule.register({ store, clock, ...(onParked === undefined ? {} : { onParked }) }),
      { logger: false, abortOnError: false },
    );
    const close = async (): Promise<void> => {
      await context.close();
      await store.close();
    };
    return {
      ...parts,
      engine: context.get(StafettEngine),
      parking: context.get(ParkedSequences),
      close,
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
