/**
 * The server: doors and engine, a thread for wake-ups and one for reading, in one process
 * on one data folder.
 */
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  parkDeadLetter,
  ParkedSequences,
  StafettEngine,
  type Clock,
  type DeadLetter,
  type ParkedSequence,
} from '#engine';
import { JSON_LIMITS } from '#exchange';
import { openWriterParts, type DeliveryConfig } from '../composition/index.js';
import { useStrictJson } from './body-parser.js';
import { startDelivering } from './delivering.js';
import { startHandingOver } from './handing-over.js';
import { refuseForeignHosts } from './foreign-hosts.js';
import { isLoopback } from './loopback.js';
import { countEvents, watchHandovers, watchProcessors, watchServer } from './measured.js';
import { Metrics } from './metrics.js';
import { addOpenApi } from './openapi.js';
import { document, PROBLEM_TYPE, ProblemFilter, toProblem } from './problem.js';
import { Readings } from './readings.js';
import { reportParked } from './report-parked.js';
import { RequestPipe } from './request.pipe.js';
import { ServerModule } from './server.module.js';
import { WakeUps } from './wake-ups.js';

export interface ServeOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** Only loopback until there is access control. */
  readonly host?: string;
  readonly clock?: Clock;
  /** Who gets messages pushed; without it services read their outbox. */
  readonly delivery?: DeliveryConfig | undefined;
  /** Where faults are told; default: standard error, without patient data. */
  readonly report?: (error: unknown) => void;
  /** Where parked sequences are told; default: standard error, without patient data. */
  readonly onParked?: (holding: ParkedSequence) => void;
}

export interface Served {
  readonly url: string;
  readonly engine: StafettEngine;
  /** Resolves with the fault when the process has to end. */
  readonly failed: Promise<Error>;
  close(): Promise<void>;
}

/** @throws Error for a host other than loopback; StoreLocked when the folder is being written */
export async function serve(folder: string, options: ServeOptions): Promise<Served> {
  const { port, host = '127.0.0.1', clock = Date.now, delivery, report = reportFault } = options;
  const { onParked = reportParked } = options;
  if (!isLoopback(host)) {
    throw new Error(
      `The server has no access control yet, so it listens on this machine only: use 127.0.0.1, not ${host}.`,
    );
  }
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => (fail = resolve));
  const parts = await openWriterParts(folder, { clock, holder: 'stafett serve', onFailure: fail });
  const closers: (() => Promise<void>)[] = [() => parts.store.close()];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= closeAll(closers));
  try {
    const readings = await Readings.start(parts.folder.path, fail);
    closers.push(() => readings.close());
    const metrics = new Metrics(report);
    const module = ServerModule.register({ ...parts, readings, metrics, onParked });
    const app = await createApp(module, report, metrics);
    closers.push(() => app.close());
    const parking = app.get(ParkedSequences);
    const wakeUps = await WakeUps.start({
      folder: parts.folder.path,
      port: parts.shareWriter(),
      clock,
      report,
      // The lot of this thread learns of it from the log.
      onParked: (holding) => {
        onParked(holding);
        parking.refresh(holding.patient).catch(report);
      },
      onFailure: fail,
    });
    closers.push(() => wakeUps.close());
    watchServer(metrics, { ...parts, readings, parking });
    const engine = app.get(StafettEngine);
    await app.listen(port, host);
    wakeUps.begin();
    const common = { folder: parts.folder, store: parts.store, clock, report };
    const handingOver = await startHandingOver({ ...common, parking });
    closers.push(() => handingOver.close());
    watchProcessors(metrics, parts, handingOver.processors);
    const onDeadLetter = (dead: DeadLetter) => parkDeadLetter(parking, dead);
    const delivering = await startDelivering({ ...common, config: delivery, onDeadLetter });
    closers.push(() => delivering.close());
    watchHandovers(metrics, { readings, clock, circuits: () => delivering.circuits() });
    const url = (await app.getUrl()).replace('[::1]', 'localhost');
    return { url, engine, failed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The last opened first; one that fails keeps none of the others open. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const each of [...closers].reverse()) {
    await each().catch((fault: unknown) => faults.push(fault));
  }
  if (faults.length > 0) throw faults[0];
}

async function createApp(
  module: ReturnType<typeof ServerModule.register>,
  report: (error: unknown) => void,
  metrics: Metrics,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: JSON_LIMITS.bytesMax,
    // A slow or silent client is let go.
    requestTimeout: 30_000,
    keepAliveTimeout: 60_000,
    routerOptions: { maxParamLength: 600 },
    frameworkErrors: (error: unknown, _request: FastifyRequest, reply: FastifyReply) => {
      const problem = toProblem(error);
      void reply
        .status(problem.status)
        .header('content-type', PROBLEM_TYPE)
        .send(document(problem));
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  countEvents(metrics, app);
  refuseForeignHosts(app);
  useStrictJson(app);
  app.useGlobalFilters(new ProblemFilter(report));
  app.useGlobalPipes(new RequestPipe());
  addOpenApi(app);
  return app;
}

/** One line on standard error; control characters are escaped by JSON, so nothing can forge a line. */
function reportFault(error: unknown): void {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${JSON.stringify({ level: 'error', what })}\n`);
}
