/**
 * The figures of a running server, in a thread of their own: what takes seconds holds up
 * neither the doors nor whoever follows the log. This is the main thread's end of it. The
 * thread begins with the first question.
 */
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import {
  WorkerClient,
  WritableFolder,
  type FigureName,
  type ReadModelsList,
} from '../../composition/index.js';
import type { Exchange } from '../http/exchange.js';
import { FatalFaults } from '../lifecycle/fatal-faults.js';
import { GracePeriod } from '../lifecycle/grace-period.js';
import {
  reviveRefusal,
  type FigureCalls,
  type FigureReply,
  type FigureRequest,
  type FigureWorkerData,
} from './figure-calls.js';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';
import { caveatsOf } from './caveats.js';
import { FigureQueue, type FigureQueueLimits } from './figure-queue.js';

const LIMITS: FigureQueueLimits = {
  waitingMax: 60,
  underWayMax: 4,
  // The thread has one core: more at once would only take longer each, and more memory.
  computedMax: 2,
  computingMs: 120_000,
  sendingMs: 60_000,
};

/** Calls in the thread: those computed, and those dropped that have not noticed yet. */
const CALLS_MAX = 64;

@Injectable()
export class FigureWorkerClient implements OnApplicationShutdown {
  private readonly logger = new Logger('Figures');
  private readonly queue = new FigureQueue(LIMITS);
  private client: WorkerClient<FigureCalls, Record<string, never>> | undefined;

  constructor(
    private readonly folder: WritableFolder,
    private readonly faults: FatalFaults,
    private readonly grace: GracePeriod,
    private readonly readModels: ReadModelWorkerClient,
  ) {}

  /** @throws QueryRefused, AnswerTooLarge, WorkerLost, as `FigureQueue.ask` */
  async answer(request: FigureRequest, exchange: Exchange): Promise<FigureReply> {
    const caveats = await caveatsOf(this.folder, this.readModels.passingFault);
    const query = caveats === undefined ? request.query : { ...request.query, caveats };
    return this.call('answer', { ...request, query }, exchange);
  }

  /** @throws as `answer` */
  projections(now: number, exchange: Exchange): Promise<ReadModelsList> {
    return this.call('projections', { now }, exchange);
  }

  /** JSON. @throws as `answer` */
  async ask(name: FigureName, query: object, exchange: Exchange): Promise<Uint8Array> {
    const { body } = await this.answer(
      { name, query, form: { kind: 'json' }, known: [] },
      exchange,
    );
    if (body === undefined) throw new Error('An answer that nobody has was not given.');
    return body;
  }

  /** After the doors are closed: nobody waits any more. */
  async onApplicationShutdown(): Promise<void> {
    if (this.client === undefined) return;
    await this.client.close({ signal: this.grace.over });
    this.logger.log('closed');
  }

  private call<Name extends keyof FigureCalls>(
    name: Name,
    input: FigureCalls[Name]['input'],
    exchange: Exchange,
  ): Promise<FigureCalls[Name]['output']> {
    return this.queue.ask(async (signal) => {
      const client = (this.client ??= this.start());
      await client.ready();
      return client.call(name, input, { signal });
    }, exchange);
  }

  private start(): WorkerClient<FigureCalls, Record<string, never>> {
    const workerData: FigureWorkerData = { folder: this.folder.paths.installation };
    return new WorkerClient({
      name: 'the thread of the figures',
      url: new URL('./figures.worker.js', import.meta.url),
      workerData,
      pendingMax: CALLS_MAX,
      on: {},
      reviveError: reviveRefusal,
      onLost: (error) => this.faults.report('the thread of the figures', error),
    });
  }
}
