/**
 * The main thread's end of the background thread, where wake-ups and processors run: a
 * million due at once, or a whole log to be read again, hold up nobody who reports.
 */
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { ParkedSequences, type ParkedSequence } from '#engine';
import type { Position } from '#event-store';
import type { LintedDefinition } from '#pathway-language';
import {
  logIdCollision,
  logParked,
  openProcessorCheckpoints,
  WorkerClient,
  WritableFolder,
  type LogProcessorName,
} from '../../composition/index.js';
import { FatalFaults } from '../lifecycle/fatal-faults.js';
import { GracePeriod } from '../lifecycle/grace-period.js';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';
import type {
  BackgroundCalls,
  BackgroundEvents,
  BackgroundWorkerData,
} from './background-calls.js';

const NAME = 'the background thread';
/** One batch of wake-ups, one run of each processor, and what is published by so many commands at once. */
const PENDING_MAX = 4 + 64;

@Injectable()
export class BackgroundThread implements BeforeApplicationShutdown {
  private readonly logger = new Logger(BackgroundThread.name);
  private readonly reached = new Map<LogProcessorName, Position>();
  private collided = 0;
  private client: WorkerClient<BackgroundCalls, BackgroundEvents> | undefined;
  private opening: Promise<void> | undefined;

  constructor(
    private readonly folder: WritableFolder,
    private readonly parking: ParkedSequences,
    private readonly readModels: ReadModelWorkerClient,
    private readonly faults: FatalFaults,
    private readonly grace: GracePeriod,
  ) {}

  /** @throws CheckpointsDamaged, and whatever else kept the thread from opening the folder */
  ready(): Promise<void> {
    return (this.opening ??= this.open());
  }

  /** One bounded batch of those due now. */
  async wakeDue(): Promise<{ readonly more: boolean }> {
    if (this.client === undefined) return { more: false };
    return this.client.call('wakeDue', { now: this.folder.clock() });
  }

  /** What the log holds by now. Aborted, it does not wait for the events under way; closing does. */
  async process(processor: LogProcessorName, signal: AbortSignal): Promise<void> {
    if (this.client === undefined) return;
    const input = { processor, now: this.folder.clock() };
    const { position } = await this.client.call('process', input, { signal });
    if (position !== undefined) this.reached.set(processor, position);
  }

  /** Takes some tens of milliseconds, in which a thread answers nobody. */
  async readAndLint(yaml: string): Promise<LintedDefinition> {
    await this.ready();
    return this.client!.call('readAndLint', yaml);
  }

  /** Up to there a processor has handled or parked every event; undefined before its first run. */
  position(processor: LogProcessorName): Position | undefined {
    return this.reached.get(processor);
  }

  /** Sources and ids that were noticed to be two patients', since the start. */
  get collisions(): number {
    return this.collided;
  }

  /** Resolves when nothing is under way any more and the thread has released the store. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.client?.close({ signal: this.grace.over });
  }

  private async open(): Promise<void> {
    // The thread finds who is due in what that of the read models builds.
    await this.readModels.ready();
    this.grace.over.throwIfAborted();
    // Refused here, because an error loses its class on the way out of a thread that cannot start.
    const shared = this.folder.shareWriter();
    await (await openProcessorCheckpoints(this.folder.paths, shared)).close();
    const workerData: BackgroundWorkerData = { folder: this.folder.paths.installation, shared };
    this.client = new WorkerClient<BackgroundCalls, BackgroundEvents>({
      name: NAME,
      url: new URL('./background.worker.js', import.meta.url),
      workerData,
      transferList: shared.port === undefined ? [] : [shared.port],
      pendingMax: PENDING_MAX,
      on: {
        parked: (parked) => this.onParked(parked),
        collision: () => this.onCollision(),
        fault: (stack) => this.logger.error('a patient could not be woken', stack),
        checkpoint: ({ processor, position }) => this.reached.set(processor, position),
      },
      onLost: (error) => this.faults.report(NAME, error),
    });
    await this.client.ready();
  }

  private onCollision(): void {
    this.collided += 1;
    logIdCollision();
  }

  /** What this thread knows of parked sequences it reads from the log. */
  private onParked(parked: ParkedSequence): void {
    logParked(parked);
    this.parking.refresh(parked.patient).catch((error: unknown) => this.logger.error(error));
  }
}
