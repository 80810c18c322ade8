/**
 * A data folder held open for writing: the log and the secret of its pseudonyms. One process
 * holds it at a time. The container opens and closes it (`FolderModule`).
 */
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Clock } from '#engine';
import { retrying, type EventStore } from '#event-store';
import { openLogForWriting, type LogForWriting, type SharedWriter } from '../stores/log.js';
import { discardRemains } from '../stores/log-files.js';
import type { Installation } from '../stores/places.js';
import { dataFolder, type DataFolder } from './data-folder.js';
import {
  acceptLoss,
  describeLoss,
  findLoss,
  LogLossFound,
  readEvidence,
  refuseFileLoss,
} from './log-loss.js';
import { recordedTenantSecret } from './tenant-secret.js';

export interface WritableFolderOptions {
  /** Milliseconds since the epoch. Default: the machine's clock. */
  readonly clock?: Clock;
  /** How this process is named to another that wants to write, such as `stafett serve`. */
  readonly holder?: string;
  /** Called when the store has failed for good: the process has to end. */
  readonly onFailure?: (failure: Error) => void;
  /** Goes on with a log that has lost events, and records that in the log. */
  readonly acceptLoss?: boolean;
}

interface Opened {
  readonly paths: DataFolder;
  /** As it was opened: it is what is closed, and what other threads share. */
  readonly log: LogForWriting;
  readonly store: EventStore;
  readonly secret: Uint8Array;
}

export class WritableFolder implements OnModuleInit, OnApplicationShutdown {
  readonly clock: Clock;
  private readonly logger = new Logger('Folder');
  private opened: Opened | undefined;

  constructor(
    private readonly installation: Installation,
    private readonly options: WritableFolderOptions = {},
  ) {
    this.clock = options.clock ?? Date.now;
  }

  /** @throws StoreLocked when another process writes to the folder; LogLossFound; SecretMissing; SecretChanged; other typed errors */
  async open(): Promise<this> {
    const { holder, onFailure, acceptLoss: isAccepted = false } = this.options;
    const paths = dataFolder(this.installation);
    const evidence = await readEvidence(paths);
    if (isAccepted) discardRemains(paths);
    else refuseFileLoss(paths, evidence);
    const log = await openLogForWriting(paths, {
      clock: this.clock,
      ...(holder === undefined ? {} : { holder: `${holder} (process ${process.pid})` }),
      ...(onFailure === undefined ? {} : { onFailure }),
    });
    try {
      const store = retrying(log.store);
      const loss = await findLoss(store, evidence);
      if (loss !== undefined && !isAccepted) throw new LogLossFound(paths, loss);
      const secret = await recordedTenantSecret(paths, store);
      if (loss !== undefined) {
        await acceptLoss(paths, store, { loss, now: this.clock() });
        this.logger.warn(`Went on after a loss of events: ${describeLoss(loss).join('; ')}.`);
      }
      this.opened = { paths, log, store, secret };
    } catch (error) {
      await log.close();
      throw error;
    }
    return this;
  }

  get paths(): DataFolder {
    return this.required().paths;
  }

  get store(): EventStore {
    return this.required().store;
  }

  get secret(): Uint8Array {
    return this.required().secret;
  }

  /** What another thread of this process needs to write as well. */
  shareWriter(): SharedWriter {
    return this.required().log.shareWriter();
  }

  /** Closing twice, or what was never open, changes nothing. */
  async close(): Promise<void> {
    const { opened } = this;
    if (opened === undefined) return;
    this.opened = undefined;
    await opened.log.close();
  }

  onModuleInit(): void {
    this.logger.log('open');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
    this.logger.log('closed');
  }

  private required(): Opened {
    if (this.opened === undefined) throw new Error('The folder is not open.');
    return this.opened;
  }
}
