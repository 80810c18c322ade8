/** What is measured of Kafka: how far behind each partition and each topic is, and what was set aside. */
import { behindSeconds, type WritableFolder } from '../../composition/index.js';
import type { Metrics } from './metrics.js';
import type { KafkaDoor } from '../kafka/kafka.js';

/** Where there is no Kafka, nothing is measured of it. */
export function addKafkaGauges(metrics: Metrics, folder: WritableFolder, kafka: KafkaDoor): void {
  if (!kafka.isConfigured) return;
  metrics.gaugeBy(
    'outcome',
    'stafett_kafka_records_total',
    'Records read from Kafka since the start, by what became of them.',
    () => {
      const { accepted = 0, repeated = 0, setAside = 0 } = kafka.reading?.counts ?? {};
      return [
        ['accepted', accepted],
        ['repeated', repeated],
        ['set-aside', setAside],
      ];
    },
  );
  metrics.gauge(
    'stafett_kafka_set_aside',
    'Records from Kafka that are set aside until somebody retries or discards them.',
    () => kafka.setAsideCount,
  );
  metrics.gaugeBy(
    'partition',
    'stafett_kafka_lag',
    'Records of a partition that are not recorded yet.',
    () =>
      (kafka.reading?.partitions ?? []).map(
        ({ topic, partition, lag }) => [`${topic}/${partition}`, lag] as const,
      ),
  );
  metrics.gauge(
    'stafett_kafka_reading',
    'Whether records are taken in: 1, else 0, where the brokers are away or the store holds them up.',
    () => (kafka.reading === undefined ? undefined : Number(kafka.reading.state === 'running')),
  );
  metrics.gauge(
    'stafett_kafka_stalls_total',
    'Times since the start that the consumer had gone silent and was replaced.',
    () => kafka.reading?.stalls,
  );
  metrics.gaugeBy(
    'subscription',
    'stafett_kafka_sent_total',
    'Records sent to a topic since the start.',
    () => kafka.publishers.map(({ kind, topic, sent }) => [`${kind}/${topic}`, sent] as const),
  );
  metrics.gaugeBy(
    'subscription',
    'stafett_kafka_behind_seconds',
    'Age of the oldest event that was not sent to a topic yet; 0 when there is none.',
    () =>
      Promise.all(
        kafka.publishers.map(
          async ({ kind, topic, position }) =>
            [
              `${kind}/${topic}`,
              await behindSeconds(folder.store, position ?? undefined, folder.clock()),
            ] as const,
        ),
      ),
  );
}
