/**
 * Performs what comes through the command socket, on the engine that takes the events of the
 * doors. Figures are computed by their thread, which also writes them as JSON. What an import
 * sends waits its turn, so that publishers hardly notice it.
 */
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { setImmediate as turn } from 'node:timers/promises';
import PQueue from 'p-queue';
import { DefinitionRegistry, ParkedSequences, StafettEngine } from '#engine';
import { SetAsideRecords } from '#exchange/kafka';
import {
  atHalfTime,
  FIGURES,
  perform,
  WritableFolder,
  type FigureName,
  type OperationContext,
  type ServerState,
} from '../../composition/index.js';
import { BackgroundThread } from '../background/background-thread.js';
import { FigureWorkerClient } from '../figures/figure-worker-client.js';
import type { Exchange } from '../http/exchange.js';
import { GracePeriod } from '../lifecycle/grace-period.js';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';
import { CommandRefused, type CommandHandler } from './command-server.js';
import { CommandSocket } from './command-socket.js';

@Injectable()
export class Commands implements CommandHandler, OnApplicationBootstrap, BeforeApplicationShutdown {
  status: ServerState['status'] = 'starting';
  private readonly logger = new Logger(Commands.name);
  /** One patient at a time, whoever imports. */
  private readonly imports = new PQueue({ concurrency: 1 });
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly socket: CommandSocket,
    private readonly folder: WritableFolder,
    private readonly engine: StafettEngine,
    private readonly registry: DefinitionRegistry,
    private readonly parking: ParkedSequences,
    private readonly setAside: SetAsideRecords,
    private readonly readModels: ReadModelWorkerClient,
    private readonly figures: FigureWorkerClient,
    private readonly background: BackgroundThread,
    private readonly grace: GracePeriod,
  ) {
    socket.attach(this);
  }

  onApplicationBootstrap(): void {
    this.status = 'ready';
  }

  /** What is being recorded is answered; figures are given up. */
  async beforeApplicationShutdown(): Promise<void> {
    this.status = 'closing';
    this.stopping.abort(new CommandRefused('server-not-ready', 'The server is stopping.'));
    await this.grace.within(Promise.allSettled(this.underWay));
    // The last answers go out before the connections are cut.
    await turn();
    await this.socket.close();
  }

  /** Events that the read models have taken in since the start. */
  get read(): number {
    return this.readModels.eventsRead;
  }

  perform(name: string, input: unknown, client: Exchange): Promise<unknown> | undefined {
    const gone = AbortSignal.any([client.gone, this.stopping.signal]);
    const context = this.context({ ...client, gone });
    const answer =
      name === 'recordFacts'
        ? this.inTurn(() => perform(context, name, input), gone)
        : perform(context, name, input);
    if (answer === undefined) return undefined;
    this.underWay.add(answer);
    const done = (): void => void this.underWay.delete(answer);
    answer.then(done, done);
    return answer;
  }

  /** A fault of the program: the command has its message, the log has all of it. */
  onFault(error: unknown): void {
    this.logger.error(error);
  }

  /** After each piece of an import, as much time again is left to everybody else. */
  private inTurn(work: () => Promise<unknown> | undefined, gone: AbortSignal): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const piece = (): Promise<void> =>
      atHalfTime(async () => {
        resolve(work());
        await promise.catch(() => undefined);
      });
    this.imports.add(piece, { signal: gone }).catch(reject);
    return promise;
  }

  private context(client: Exchange): OperationContext {
    const { engine, registry, parking, setAside, folder, background } = this;
    return {
      ...{ engine, registry, setAside, store: folder.store },
      secret: () => Promise.resolve(folder.secret),
      parked: () => Promise.resolve(parking),
      readAndLint: (yaml) => background.readAndLint(yaml),
      rebuild: () => this.readModels.rebuild(client.gone),
      figure: (name, query) => this.figure(name, query, client),
    };
  }

  /** Of all that was in the log when it was asked for, as a command that opens the folder has it. */
  private figure(name: FigureName, query: never, client: Exchange): Promise<unknown> | undefined {
    if (!Object.hasOwn(FIGURES, name)) return undefined;
    return this.folder.store.head().then(async (head) => {
      await this.readModels.reachedAt(head, client.gone);
      return this.figures.ask(name, query, client);
    });
  }
}
