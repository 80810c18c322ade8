/**
 * Starts a Kafka broker of one's own in a folder, reachable from this machine alone. It ends with
 * the process that started it, unless that is killed.
 */
import { execFile, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { endChild, freePort, startChild } from '#child-process';
import { kafkaJars } from './kafka-jars.js';

export type Protocol = 'PLAINTEXT' | 'SASL_PLAINTEXT' | 'SSL';

export interface StartKafkaOptions {
  /** Where the broker keeps its data; made when missing, kept when the broker stops. */
  readonly dataDir: string;
  /** Settings of the broker, as in `server.properties`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Spoken beside plain text, each on a port of its own. */
  readonly protocols?: readonly Protocol[];
  /** Passwords of users who log in by SCRAM, by name. */
  readonly users?: Readonly<Record<string, string>>;
}

export interface KafkaBroker {
  /** `127.0.0.1:PORT`, of plain text. */
  readonly address: string;
  /** @throws RangeError it is not spoken */
  addressOf(protocol: Protocol): string;
  /** Ends it as a crash would: nothing is written any more. */
  kill(): Promise<void>;
  /** Ends it in order. Idempotent. */
  stop(): Promise<void>;
  /** Starts it again after either. */
  restart(): Promise<void>;
}

const CLUSTER_ID = 'c3RhZmV0dC1vbmUtYnJva2';
const SMALL_JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m'];
const READY = /Kafka Server started/;
const START_MS = 90_000;

/** @throws Error it cannot be fetched or does not start; the message ends with what it said */
export async function startKafka(options: StartKafkaOptions): Promise<KafkaBroker> {
  const { dataDir, settings, protocols = [], users = {} } = options;
  const classPath = await kafkaJars();
  mkdirSync(dataDir, { recursive: true });
  const controllerPort = await freePort();
  const ports = new Map<Protocol, number>();
  for (const protocol of ['PLAINTEXT', ...protocols] as const)
    ports.set(protocol, await freePort());
  const file = join(dataDir, 'server.properties');
  const data = join(dataDir, 'data');
  writeFileSync(file, propertiesOf({ ports, controllerPort, data, settings }));
  const java = [...SMALL_JVM, '-cp', classPath];
  if (!existsSync(join(data, 'meta.properties'))) {
    const format = [...java, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', file];
    await promisify(execFile)('java', [...format, ...scramFlags(users)]);
  }
  let broker: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = broker;
    broker = undefined;
    await endChild(ending, signal);
  };
  const restart = async (): Promise<void> => {
    broker ??= await startChild({
      ...{ program: 'java', args: [...java, 'kafka.Kafka', file] },
      ...{ ready: READY, timeoutMs: START_MS },
    });
  };
  await restart();
  process.once('exit', () => broker?.kill('SIGKILL'));
  const addressOf = (protocol: Protocol): string => {
    const port = ports.get(protocol);
    if (port === undefined) throw new RangeError(`The broker does not speak ${protocol}.`);
    return `127.0.0.1:${port}`;
  };
  return {
    address: addressOf('PLAINTEXT'),
    addressOf,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    restart,
  };
}

function scramFlags(users: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(users).flatMap(([name, password]) => [
    ...['--add-scram', `SCRAM-SHA-256=[name=${name},password=${password}]`],
  ]);
}

interface Properties {
  readonly ports: ReadonlyMap<Protocol, number>;
  readonly controllerPort: number;
  readonly data: string;
  readonly settings: StartKafkaOptions['settings'];
}

/** One node that is everything; small, quick to start, and quick to notice that it was gone. */
function propertiesOf({ ports, controllerPort, data, settings }: Properties): string {
  const listeners = [...ports].map(([protocol, port]) => `${protocol}://127.0.0.1:${port}`).join();
  const properties: Readonly<Record<string, string>> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `${listeners},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': listeners,
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT',
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
