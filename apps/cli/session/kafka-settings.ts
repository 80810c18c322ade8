/** `kafka.yaml`, as the settings name it. */
import { loadKafkaConfig, type KafkaConfig } from '../../composition/configuration/kafka-config.js';
import { kafkaIn } from '../../composition/folder/data-folder.js';
import type { Session } from './session.js';

/** Undefined where there is none; makes no folder. @throws ConfigurationInvalid */
export async function kafkaSettings({
  configuration,
  io,
}: Session): Promise<KafkaConfig | undefined> {
  const file = configuration.values.kafka ?? kafkaIn(configuration.values.data);
  return file === undefined ? undefined : loadKafkaConfig({ file, defaultFile: file }, io.env);
}
