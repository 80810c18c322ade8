/**
 * The read models of a running server, in a thread of their own: it keeps them up to date and
 * answers what is asked of them but for the figures, which have another, so that none of it
 * holds up the doors. This is the main thread's end of it.
 */
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import { comparePositions, type Position } from '#event-store';
import { WorkerClient, WritableFolder, type Built } from '../../composition/index.js';
import { FatalFaults } from '../lifecycle/fatal-faults.js';
import { GracePeriod } from '../lifecycle/grace-period.js';
import {
  reviveRefusal,
  type ReadableAnswer,
  type ReadableInput,
  type ReadableName,
  type ReadModelCalls,
  type ReadModelEvents,
  type ReadModelsFault,
  type ReadModelWorkerData,
} from './read-model-calls.js';

/** Questions waiting at once; more are turned away rather than piled up. */
const QUESTIONS_MAX = 64;
/** How long a figure waits for what was recorded just before it was asked for. */
const CATCH_UP_MS = 10_000;
const POLL_MS = 10;

@Injectable()
export class ReadModelWorkerClient implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('ReadModels');
  private client: WorkerClient<ReadModelCalls, ReadModelEvents> | undefined;
  private opening: Promise<void> | undefined;
  private position: string | undefined;
  private fault: (ReadModelsFault & { readonly since: number }) | undefined;
  private read = 0;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly folder: WritableFolder,
    private readonly faults: FatalFaults,
    private readonly grace: GracePeriod,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.ready();
  }

  /** @throws whatever kept the thread from opening the read models */
  ready(): Promise<void> {
    return (this.opening ??= this.open());
  }

  /** After the doors are closed: whoever still waited for an answer has got it. */
  async onApplicationShutdown(): Promise<void> {
    if (this.client === undefined) return;
    await this.client.close({ signal: this.grace.over });
    this.logger.log('closed');
  }

  /** Position of the log that the read models have come to; undefined for an empty log. */
  get reached(): string | undefined {
    return this.position;
  }

  /** Calls `listener` whenever they have come further. @returns what ends that */
  onReached(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Why the read models are no longer kept, if so. */
  get failure(): Error | undefined {
    return this.client?.failure;
  }

  /** Why they cannot be kept at the moment, if so; what there is can be read all the same. */
  get passingFault(): (ReadModelsFault & { readonly since: number }) | undefined {
    return this.fault;
  }

  /** Events taken in since the start. */
  get eventsRead(): number {
    return this.read;
  }

  /** Resolves when the read models have come to a position, or are stopped or too far behind to wait for. */
  async reachedAt(position: Position | undefined, signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + CATCH_UP_MS;
    const mayCome = (): boolean => this.fault === undefined && performance.now() < deadline;
    while (position !== undefined && this.isBehind(position) && mayCome()) {
      await setTimeout(POLL_MS, undefined, { signal });
    }
  }

  /** @throws QueryRefused, WorkerBusy, WorkerLost, the signal's reason */
  ask<Name extends ReadableName>(
    name: Name,
    input: ReadableInput<Name>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<ReadableAnswer<Name>> {
    if (this.client === undefined) throw new Error('The read models are not open yet.');
    // The name and its answer belong together.
    return this.client.call(name, input, options) as Promise<ReadableAnswer<Name>>;
  }

  /** Builds all of them anew, beside those that serve. @throws RebuildUnderWay, the signal's reason */
  rebuild(signal: AbortSignal): Promise<Built> {
    if (this.client === undefined) throw new Error('The read models are not open yet.');
    return this.client.call('rebuild', undefined, { signal });
  }

  /** Said once, however often it is tried again. */
  private onFault(fault: ReadModelsFault): void {
    if (this.fault?.message !== fault.message) this.logger.error(fault.message);
    this.fault = { ...fault, since: this.fault?.since ?? this.folder.clock() };
  }

  private isBehind(position: Position): boolean {
    const { reached } = this;
    return reached === undefined || comparePositions(reached as Position, position) < 0;
  }

  private async open(): Promise<void> {
    const { over } = this.grace;
    over.throwIfAborted();
    const workerData: ReadModelWorkerData = { folder: this.folder.paths.installation };
    const client = new WorkerClient<ReadModelCalls, ReadModelEvents>({
      name: 'the thread of the read models',
      url: new URL('./read-model.worker.js', import.meta.url),
      workerData,
      pendingMax: QUESTIONS_MAX,
      on: {
        position: (position) => {
          // What was folded again and could not be written yet is no end of a fault.
          if (position !== this.position) this.fault = undefined;
          this.position = position;
          for (const listener of this.listeners) listener();
        },
        fault: (fault) => this.onFault(fault),
        read: (events) => (this.read = events),
      },
      reviveError: reviveRefusal,
      onLost: (error) => this.faults.report('the thread of the read models', error),
    });
    this.client = client;
    // Catching up takes minutes after a large import; a server that is to stop does not wait.
    const stop = (): void => void client.close({ signal: over });
    over.addEventListener('abort', stop);
    await client.ready().finally(() => over.removeEventListener('abort', stop));
    this.logger.log('open');
  }
}
