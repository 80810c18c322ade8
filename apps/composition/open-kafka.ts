/** The connection to Kafka that a server's doors share: one client, and one producer once somebody sends. */
import { Logger } from '@nestjs/common';
import { KafkaFault, openKafkaClient, type KafkaClient, type KafkaProducer } from '#exchange/kafka';
import type { KafkaConfig } from './configuration/kafka-config.js';

export interface OpenKafka {
  readonly client: KafkaClient;
  /** @throws KafkaFault; asking again tries again */
  producer(): Promise<KafkaProducer>;
  close(): Promise<void>;
}

const logger = new Logger('Kafka');

export async function openKafka({ address }: KafkaConfig): Promise<OpenKafka> {
  const client = await openKafkaClient(address, {
    // What follows from it is reported by whoever uses the client, once.
    onLog: (message) => logger.debug(message),
  });
  let opening: Promise<KafkaProducer> | undefined;
  let isClosed = false;
  return {
    client,
    producer: () => {
      if (isClosed) return Promise.reject(new KafkaFault('unreachable', 'The server is stopping.'));
      opening ??= client.openProducer().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    close: async () => {
      isClosed = true;
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}
