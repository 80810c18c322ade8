/** Serves as configured, for the command `stafett serve` and for the server by itself. */
import type { Clock } from '#engine';
import {
  ConfigurationInvalid,
  dataFolder,
  loadDeliveryConfig,
  loadKafkaConfig,
  loadStatedFeeds,
  type DeliveryConfig,
  type HostProcess,
  type KafkaConfig,
  type LoadedConfiguration,
} from '../composition/index.js';
import { runServer } from './lifecycle/run-server.js';
import { serve, type Served } from './serve.js';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  /** Goes on with a log that has lost events, and records that in the log. */
  readonly acceptLoss?: boolean;
  readonly host: HostProcess;
  readonly onServing: (server: Served) => Promise<void> | void;
  readonly onStopping?: () => void;
}

/**
 * Until it is stopped, or has to end.
 *
 * @returns the exit code
 * @throws DeliveryConfigRefused, ConfigurationInvalid; what `serve` throws
 */
export async function runConfigured(
  { values, places }: LoadedConfiguration,
  { env, clock = Date.now, acceptLoss = false, ...surroundings }: Surroundings,
): Promise<number> {
  const {
    data,
    host,
    port,
    delivery: file,
    kafka: kafkaFile,
    'log-level': logLevel,
    ...settings
  } = values;
  const folder = dataFolder({ data, places });
  const delivery = await loadDeliveryConfig({ file, defaultFile: folder.delivery }, { env });
  const kafka = await loadKafkaConfig({ file: kafkaFile, defaultFile: folder.kafka }, env);
  refuseReceivedTwice(delivery, kafka);
  // The thread of the figures reads it, but nobody would see there that it is wrong.
  await loadStatedFeeds(folder.feeds);
  return runServer({
    ...surroundings,
    graceMs: settings['grace-period'] * 1_000,
    start: (signal) =>
      serve({ data, places }, { host, port, clock, acceptLoss, delivery, kafka, logLevel, signal }),
  });
}

/** Who gets a message once gets it by one way. @throws ConfigurationInvalid */
function refuseReceivedTwice(
  delivery: DeliveryConfig | undefined,
  kafka: KafkaConfig | undefined,
): void {
  const pushed = new Set(delivery?.targets.map(({ service }) => service));
  const twice = (kafka?.receivers ?? []).filter(({ service }) => pushed.has(service));
  if (twice.length === 0) return;
  throw new ConfigurationInvalid(
    twice.map(({ service }) => ({
      location: 'kafka.yaml',
      message: `the receiver ${service} has a topic here and an address in delivery.yaml: leave out one`,
    })),
  );
}
