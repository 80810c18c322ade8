/** The engine on a data folder without a server, for commands that write. */
import { NestFactory } from '@nestjs/core';
import { ParkedSequences, StafettEngine, type ParkedSequence } from '#engine';
import { CompositionModule } from './composition.module.js';
import { WritableFolder, type WritableFolderOptions } from './folder/writable-folder.js';

export interface WriterOptions extends WritableFolderOptions {
  /** Called with each sequence once it is durably parked. */
  readonly onParked?: (parked: ParkedSequence) => void;
}

/** Whoever opened it closes it. */
export interface Writer {
  readonly folder: WritableFolder;
  readonly engine: StafettEngine;
  readonly parking: ParkedSequences;
  close(): Promise<void>;
}

/** @throws StoreLocked when another process writes to the folder; other typed errors of the store */
export async function openWriter(
  path: string,
  { onParked, ...options }: WriterOptions = {},
): Promise<Writer> {
  const folder = new WritableFolder(path, options);
  try {
    const context = await NestFactory.createApplicationContext(
      CompositionModule.forWriting({ folder, ...(onParked === undefined ? {} : { onParked }) }),
      { logger: false, abortOnError: false },
    );
    return {
      folder,
      engine: context.get(StafettEngine),
      parking: context.get(ParkedSequences),
      close: () => context.close(),
    };
  } catch (error) {
    // The container closes nothing that it failed to bring up.
    await folder.close();
    throw error;
  }
}
