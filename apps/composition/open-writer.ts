/** The engine on a data folder without a server, for commands that write. */
import { NestFactory } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import { DefinitionRegistry, ParkedSequences, StafettEngine, type ParkedSequence } from '#engine';
import type { EventStore } from '#event-store';
import { SetAsideRecords } from '#exchange/kafka';
import { CompositionModule } from './composition.module.js';
import type { DataFolder } from './folder/data-folder.js';
import { WritableFolder, type WritableFolderOptions } from './folder/writable-folder.js';
import type { SharedWriter } from './stores/log.js';
import type { Installation } from './stores/places.js';
import { keepYoungGenerationSmall } from './process/young-generation.js';

/** A file mostly has a patient's events side by side, and whoever is through does not come back. */
const KEPT = { weightMax: 8_000, mostlyNew: true };

export interface WriterOptions extends WritableFolderOptions {
  /** Called with each sequence once it is durably parked. */
  readonly onParked?: (parked: ParkedSequence) => void;
}

/** Whoever opened it closes it. */
export interface Writer {
  readonly folder: DataFolder;
  readonly store: EventStore;
  readonly secret: Uint8Array;
  readonly engine: StafettEngine;
  readonly registry: DefinitionRegistry;
  readonly parking: ParkedSequences;
  readonly setAside: SetAsideRecords;
  readonly queries: QueryBus;
  /** What another thread of this process needs to write as well. */
  shareWriter(): SharedWriter;
  close(): Promise<void>;
}

/** @throws StoreLocked when another process writes to the folder; other typed errors of the store */
export async function openWriter(
  installation: Installation,
  { onParked, ...options }: WriterOptions = {},
): Promise<Writer> {
  keepYoungGenerationSmall();
  const folder = new WritableFolder(installation, options);
  try {
    const context = await NestFactory.createApplicationContext(
      CompositionModule.forWriting({
        ...{ folder, keep: KEPT },
        ...(onParked === undefined ? {} : { onParked }),
      }),
      { logger: false, abortOnError: false },
    );
    return {
      ...{ folder: folder.paths, store: folder.store, secret: folder.secret },
      shareWriter: () => folder.shareWriter(),
      engine: context.get(StafettEngine),
      registry: context.get(DefinitionRegistry),
      parking: context.get(ParkedSequences),
      setAside: new SetAsideRecords(folder.paths.setAside),
      queries: context.get(QueryBus),
      close: () => context.close(),
    };
  } catch (error) {
    // The container closes nothing that it failed to bring up.
    await folder.close();
    throw error;
  }
}
