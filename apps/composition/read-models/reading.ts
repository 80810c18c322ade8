/** The log and the read models of a folder, for those who read them beside whoever writes. */
import type { EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import type { ReadModels } from '#projections';
import { Generations, openServingReadModels } from '#projections/sqlite';
import type { DataFolder } from '../folder/data-folder.js';

/** The log alone, for those who need no figures. */
export function openReadingStore(folder: DataFolder): Promise<EventStore> {
  return openSqliteEventStore({ file: folder.log, access: 'read', clock: Date.now });
}

/** The read models beside whoever keeps them: each read goes to the generation that serves by then. */
export function openSharedModels(folder: DataFolder): Promise<ReadModels> {
  return openServingReadModels(new Generations(folder.readModels));
}
