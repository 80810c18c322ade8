/**
 * The reading side of a data folder: log, read models and definitions, opened
 * beside a running writer or without one. Whoever opens it brings the read models
 * up to date, unless somebody else is doing so already.
 */
import type { EventStore } from '#event-store';
import { DefinitionRegistry, ParkedSequences } from '#engine';
import { SetAsideRecords } from '#exchange/kafka';
import {
  census,
  custody,
  coverage,
  deviations,
  due,
  duties,
  entrants,
  feeds,
  flow,
  journeys,
  measures,
  migration,
  openEpisodes,
  isInOutbox,
  outboxPage,
  outcomes,
  queues,
  requirePathway,
  returnToWork,
  stalls,
  timers,
  trend,
  undeliveredUpTo,
  variation,
  waitingByService,
  waitingMessages,
  waits,
  type Progress,
  type ReadModels,
} from '#projections';
import { dataFolder, type DataFolder } from '../folder/data-folder.js';
import {
  findLoss,
  LogLossFound,
  readEvidence,
  refuseFileLoss,
  type FolderEvidence,
} from '../folder/log-loss.js';
import { tenantSecret } from '../folder/tenant-secret.js';
import { keepYoungGenerationSmall } from '../process/young-generation.js';
import { buildGeneration } from './build-generation.js';
import { KeptReadModels } from './kept-read-models.js';
import { openLogForReading } from '../stores/log.js';
import type { Installation } from '../stores/places.js';
import { openServingModels } from '../stores/read-models.js';

/** The figures by name: what a report and the server's thread of the figures can ask for. */
export const FIGURES = {
  ...{
    waits,
    census,
    outcomes,
    flow,
    journeys,
    stalls,
    custody,
    queues,
    migration,
    timers,
    entrants,
  },
  ...{ waitingByService, waitingMessages, openEpisodes },
  ...{ trend, variation, duties, due, deviations, measures, coverage, feeds },
  ...{ 'return-to-work': returnToWork },
} as const;
export type FigureName = keyof typeof FIGURES;

/**
 * What the thread that follows the log answers by itself: health, metrics the stream and the outbox
 * feed ask for a few rows each and never wait for a figure.
 */
export const READABLE = {
  timers,
  waitingByService,
  isInOutbox,
  outboxPage,
  undeliveredUpTo,
  requirePathway,
} as const;

/** A folder opened for reading: enough for journeys and definitions. */
export interface OpenLog {
  readonly store: EventStore;
  readonly registry: DefinitionRegistry;
  /** For reading patients as `system|value`; only who asks for it needs it to be there. @throws SecretMissing, SecretRefused */
  readonly secret: () => Promise<Uint8Array>;
  /** What is parked, as the log says it. */
  readonly parked: () => Promise<ParkedSequences>;
  readonly setAside: SetAsideRecords;
  close(): Promise<void>;
}

export interface Reports extends OpenLog {
  readonly models: ReadModels;
  /** Who brings the read models up to date: this call did, or another process does. */
  readonly keptBy: 'us' | 'another';
}

export interface ReportsOptions {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** @throws StoreMissing when there is no log in the folder; LogLossFound; typed errors of the store */
export async function openLog(installation: Installation): Promise<OpenLog> {
  const folder = dataFolder(installation);
  return openLogIn(folder, await readEvidence(folder));
}

export async function openLogIn(folder: DataFolder, evidence: FolderEvidence): Promise<OpenLog> {
  refuseFileLoss(folder, evidence);
  const store = await openLogForReading(folder);
  try {
    const registry = new DefinitionRegistry(store);
    await registry.load();
    const secret = (): Promise<Uint8Array> => tenantSecret(folder, store);
    const setAside = new SetAsideRecords(folder.setAside);
    const close = () => store.close();
    return { store, registry, secret, setAside, parked: () => parkedIn(store), close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function parkedIn(store: EventStore): Promise<ParkedSequences> {
  const parked = new ParkedSequences({ store });
  await parked.load();
  return parked;
}

/** @throws as `openLog`; FolderReadOnly; typed errors of the read models */
export async function openReports(
  installation: Installation,
  options: ReportsOptions = {},
): Promise<Reports> {
  keepYoungGenerationSmall();
  const folder = dataFolder(installation);
  const evidence = await readEvidence(folder);
  const log = await openLogIn(folder, evidence);
  const { store } = log;
  let kept: KeptReadModels | undefined;
  try {
    kept = await KeptReadModels.take(folder, store);
    if (kept === undefined) {
      const models = await openServingModels(folder);
      const close = () => models.close().then(() => log.close());
      return { ...log, models, keptBy: 'another', close };
    }
    // Read models that are built anew no longer show what the log has lost.
    const loss = await findLoss(store, evidence);
    if (loss !== undefined) throw new LogLossFound(folder, loss);
    await kept.bringUpToDate({ ...options, build: (run) => buildGeneration(folder, run) });
    const models = await kept.models();
    const ours = kept;
    return { ...log, models, keptBy: 'us', close: () => ours.close().then(() => log.close()) };
  } catch (error) {
    await kept?.close();
    await log.close();
    throw error;
  }
}
