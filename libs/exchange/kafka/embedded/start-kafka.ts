/**
 * Starts a Kafka broker of one's own in a folder, reachable from this machine alone. It ends with
 * the process that started it, unless that is killed.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kafkaJars } from './kafka-jars.js';

export interface StartKafkaOptions {
  /** Where the broker keeps its data; made when missing, kept when the broker stops. */
  readonly dataDir: string;
  /** Settings of the broker, as in `server.properties`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface KafkaBroker {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** Ends it as a crash would: nothing is written any more. */
  kill(): Promise<void>;
  /** Ends it in order. Idempotent. */
  stop(): Promise<void>;
  /** Starts it again after either. */
  restart(): Promise<void>;
}

const CLUSTER_ID = 'c3RhZmV0dC1vbmUtYnJva2';
const SMALL_JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m'];
const READY = 'Kafka Server started';
const START_MS = 90_000;
const OUTPUT_KEPT = 4_000;

/** @throws Error it cannot be fetched or does not start; the message ends with what it said */
export async function startKafka({ dataDir, settings }: StartKafkaOptions): Promise<KafkaBroker> {
  const classPath = await kafkaJars();
  mkdirSync(dataDir, { recursive: true });
  const [port, controllerPort] = [await freePort(), await freePort()];
  const file = join(dataDir, 'server.properties');
  const data = join(dataDir, 'data');
  writeFileSync(file, propertiesOf({ port, controllerPort, data, settings }));
  const java = [...SMALL_JVM, '-cp', classPath];
  if (!existsSync(join(data, 'meta.properties'))) {
    const format = [...java, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', file];
    await promisify(execFile)('java', format);
  }
  let broker: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = broker;
    broker = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.ref();
    ending.kill(signal);
    await ended;
  };
  const restart = async (): Promise<void> => {
    broker ??= await run([...java, 'kafka.Kafka', file]);
  };
  await restart();
  process.once('exit', () => broker?.kill('SIGKILL'));
  return {
    address: `127.0.0.1:${port}`,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    restart,
  };
}

interface Properties {
  readonly port: number;
  readonly controllerPort: number;
  readonly data: string;
  readonly settings: StartKafkaOptions['settings'];
}

/** One node that is everything; small, quick to start, and quick to notice that it was gone. */
function propertiesOf({ port, controllerPort, data, settings }: Properties): string {
  const properties: Readonly<Record<string, string>> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': data,
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    'log.cleaner.dedupe.buffer.size': '2097152',
    'broker.session.timeout.ms': '2000',
    'broker.heartbeat.interval.ms': '400',
    ...settings,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function run(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  const fail = (why: string): void => {
    reject(new Error(`Kafka ${why}. It said: ${said}`));
  };
  const hear = (text: Buffer): void => {
    said = (said + text.toString('utf8')).slice(-OUTPUT_KEPT);
    if (said.includes(READY)) resolve();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('exit', (code) => fail(`ended with ${code}`));
  const timer = setTimeout(() => fail('did not start in time'), START_MS);
  try {
    await promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
  // A broker that nobody stopped keeps no test from ending.
  child.unref();
  for (const stream of [child.stdout, child.stderr])
    (stream as unknown as { unref(): void }).unref();
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
