/**
 * The server: doors and engine, a background thread for wake-ups and processors, one for the
 * read models and one for the figures, in one process on one data folder. The container starts
 * and closes all of it, in this order:
 *
 * 1. The folder is opened (`WritableFolder`): lock, log, secret. From then on commands can find
 *    the server, which tells them that it is starting (`CommandSocket`).
 * 2. `onModuleInit`, a module after those it imports: the engine loads definitions and what is
 *    parked; the read models catch up in their thread (`ReadModelWorkerClient`); the background
 *    thread (`BackgroundThread`) and the index of deliveries (`Delivery`), which read them, open.
 * 3. `onApplicationBootstrap`: wake-ups, processors, deliveries and Kafka begin, and commands are
 *    taken.
 * 4. The doors open: `listen`.
 *
 * And back, whatever fails on the way:
 *
 * 1. No new connections are taken (`Connections`), and the grace period begins: when it is
 *    over, every connection is closed, and nothing below is waited for any more.
 * 2. `beforeApplicationShutdown`: deliveries, Kafka, processors, wake-ups and commands end
 *    what is under way, and so do the streams of changes, which would never end by themselves.
 * 3. The doors close, when the requests under way are answered.
 * 4. `onApplicationShutdown`: the threads of the figures and the read models end, then the
 *    store closes: the folder lies in the module that all others import, which comes last.
 */
import { Logger, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StafettEngine, type Clock } from '#engine';
import { JSON_LIMITS } from '#exchange';
import {
  JsonLogger,
  keepNewObjectsYoung,
  WritableFolder,
  type DeliveryConfig,
  type Installation,
  type KafkaConfig,
  type LogLevelName,
} from '../composition/index.js';
import { CommandSocket } from './commands/command-socket.js';
import { Connections } from './http/connections.js';
import { useStrictJson } from './http/body-parser.js';
import { isLoopback } from './http/loopback.js';
import { collectRoutes } from './http/method-not-allowed.js';
import { requireOwnHost } from './http/own-host.js';
import { refuseUnparsed } from './http/parser-refusals.js';
import { ProblemFilter, sendProblem } from './http/problem.filter.js';
import { refuseOtherParameters } from './http/query-parameters.js';
import { refuseWhileClosing } from './http/refuse-while-closing.js';
import { RequestPipe } from './http/request.pipe.js';
import { toProblem } from './http/to-problem.js';
import { FatalFaults } from './lifecycle/fatal-faults.js';
import { GracePeriod } from './lifecycle/grace-period.js';
import type { RunningServer } from './lifecycle/run-server.js';
import { countEvents } from './metrics/event-counter.js';
import { addAsyncApi, addOpenApi } from './openapi/openapi.js';
import { ServerModule } from './server.module.js';

export interface ServeOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** Only loopback until there is access control. */
  readonly host?: string;
  readonly clock?: Clock;
  /** Goes on with a log that has lost events, and records that in the log. Default: it refuses. */
  readonly acceptLoss?: boolean;
  /** Who gets messages pushed; without it services read their outbox. */
  readonly delivery?: DeliveryConfig | undefined;
  /** Which Kafka topics are read and written; without it none. */
  readonly kafka?: KafkaConfig | undefined;
  /** How much is logged, by the server's own logger. Default `warn`. */
  readonly logLevel?: LogLevelName;
  /** Where the program logs. Default: standard error, one JSON object a line. */
  readonly logger?: LoggerService;
  /** An abort ends the start. Once the server runs it changes nothing. */
  readonly signal?: AbortSignal;
}

/** What requests under way have left when the server is closed, ms. */
const GRACE_MS = 10_000;

/** The server cannot listen where it should. */
export class PortInUse extends Error {
  readonly code = 'EADDRINUSE';
  override readonly name = 'PortInUse';
  constructor(port: number, host: string) {
    super(`Port ${port} of ${host} is already in use.`);
  }
}

export interface Served extends RunningServer {
  readonly url: string;
  readonly engine: StafettEngine;
  /** @param graceMs what requests under way have left. Default: 10 s */
  close(graceMs?: number): Promise<void>;
}

/**
 * @throws Error for a host other than loopback; PortInUse; StoreLocked when the folder is being
 *   written; LogLossFound; whatever the abort of the signal makes fail
 */
export async function serve(installation: Installation, options: ServeOptions): Promise<Served> {
  const {
    port,
    host = '127.0.0.1',
    clock = Date.now,
    delivery,
    kafka,
    logLevel = 'warn',
  } = options;
  const { logger = new JsonLogger(logLevel), acceptLoss = false, signal } = options;
  if (!isLoopback(host)) {
    throw new Error(
      `The server has no access control yet, so it listens on this machine only: use 127.0.0.1, not ${host}.`,
    );
  }
  keepNewObjectsYoung();
  const faults = new FatalFaults();
  const onFailure = (fault: Error): void => faults.report('the thread that writes', fault);
  const grace = new GracePeriod();
  const connections = new Connections();
  const abort = (): void => grace.begin(0);
  signal?.addEventListener('abort', abort);
  const folder = new WritableFolder(installation, {
    ...{ clock, holder: 'stafett serve', onFailure, acceptLoss },
  });
  const socket = new CommandSocket();
  let app: NestFastifyApplication | undefined;
  let url: string;
  try {
    signal?.throwIfAborted();
    const module = ServerModule.register({ folder, faults, grace, socket, delivery, kafka });
    app = await NestFactory.create<NestFastifyApplication>(module, httpAdapter(connections), {
      ...{ bodyParser: false, logger, abortOnError: false },
    });
    signal?.throwIfAborted();
    url = await openDoors(app, connections, { port, host, kafka });
    signal?.throwIfAborted();
  } catch (error) {
    connections.closeAll();
    await app?.close();
    // The container closes nothing that it failed to bring up.
    await socket.close();
    await folder.close();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  grace.over.addEventListener('abort', () => connections.closeAll());
  const opened = app;
  return {
    url,
    engine: opened.get(StafettEngine),
    failed: faults.reported,
    close: (graceMs = GRACE_MS) => {
      connections.refuseNew();
      grace.begin(graceMs);
      return opened.close();
    },
  };
}

/** @returns where it listens, as a URL */
async function openDoors(
  app: NestFastifyApplication,
  connections: Connections,
  { port, host, kafka }: Pick<ServeOptions, 'port' | 'kafka'> & { readonly host: string },
): Promise<string> {
  const doors = new Logger('Doors');
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', () => doors.log('closed'));
  const refuseOtherMethods = collectRoutes(app);
  countEvents(app);
  refuseWhileClosing(app, connections);
  requireOwnHost(app);
  refuseOtherParameters(app);
  useStrictJson(app);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(new RequestPipe());
  addOpenApi(app);
  addAsyncApi(app, kafka);
  await app.init();
  refuseOtherMethods();
  const url = await listen(app, port, host);
  if (host === 'localhost') await connections.listenAtOthers(host);
  doors.log('open');
  return url;
}

/** By Fastify itself: Nest would log what keeps it from listening, which is thrown as well. */
async function listen(app: NestFastifyApplication, port: number, host: string): Promise<string> {
  try {
    const url = await app.getHttpAdapter().getInstance().listen({ port, host });
    return url.replace('[::1]', 'localhost');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new PortInUse(port, host);
  }
}

function httpAdapter({ createServer }: Connections): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: JSON_LIMITS.bytesMax,
    serverFactory: createServer,
    routerOptions: { maxParamLength: 600 },
    clientErrorHandler: refuseUnparsed,
    return503OnClosing: false,
    frameworkErrors: (error: unknown, _request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply, toProblem(error)),
  });
}
