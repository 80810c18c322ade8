/** The composition root: what the apps are put together from, and the only place where adapters are chosen. */
export { behindSeconds } from './distance/behind-seconds.js';
export { clockFrom } from './clock.js';
export { CompositionModule, logIdCollision, logParked } from './composition.module.js';
export { openWriter, type Writer } from './open-writer.js';
export { dataFolder } from './folder/data-folder.js';
export { verifyFolder, type VerifiedFolder } from './verify-folder.js';
export { WritableFolder } from './folder/writable-folder.js';
export {
  socketAddress,
  socketFile,
  VERSION_HEADER,
  type ServerState,
} from './folder/command-socket.js';
export type { Installation } from './stores/places.js';
export { openProcessorCheckpoints } from './stores/work.js';
export {
  FIGURES,
  openLog,
  openReports,
  READABLE,
  type FigureName,
  type OpenLog,
  type Reports,
} from './read-models/open-reports.js';
export { buildGeneration, type Built } from './read-models/build-generation.js';
export { KeptReadModels, type KeepOptions } from './read-models/kept-read-models.js';
export {
  listReadModels,
  rebuildProgress,
  type ReadModelsList,
} from './read-models/list-read-models.js';
export { openLogForReading, type SharedWriter } from './stores/log.js';
export { openServingModels } from './stores/read-models.js';
export { keepNewObjectsYoung } from './process/young-generation.js';
export { rebuildReadModels } from './read-models/rebuild-read-models.js';
export { verifyReadModels, type VerifiedReadModels } from './read-models/verify-read-models.js';
export { compareFigures, type ComparedFigures } from './copying/compare-figures.js';
export { copyLog, type CopiedLog } from './copying/copy-log.js';
export { openDeliveryIndex } from './read-models/delivery-index.js';
export { openWakeUpIndex } from './read-models/wake-up-index.js';
export {
  builtInConfiguration,
  ConfigurationInvalid,
  loadConfiguration,
  type LoadedConfiguration,
} from './configuration/index.js';
export { loadDeliveryConfig, type DeliveryConfig } from './configuration/delivery-config.js';
export { loadKafkaConfig, type KafkaConfig } from './configuration/kafka-config.js';
export { loadStatedFeeds } from './configuration/stated-feeds.js';
export { openDeliveries } from './open-deliveries.js';
export { openKafka, type OpenKafka } from './open-kafka.js';
export { perform, type OpenFolder, type OperationContext } from './operations/operations.js';
export { shareOf } from './distance/share-of-log.js';
export { stafettVersion } from './version.js';
export { JsonLogger } from './logging/json-logger.js';
export { messageWithoutContent } from './logging/without-patients.js';
export { hostProcess, type HostProcess } from './process/host-process.js';
export { type LogLevelName } from './logging/log-levels.js';
export { logProcessors, openBackgroundThread, type LogProcessorName } from './background-thread.js';
export { atHalfTime } from './workers/at-half-time.js';
export { WorkerBusy, WorkerClient, WorkerLost } from './workers/worker-client.js';
export { WorkerHost, type Handlers as WorkerHandlers } from './workers/worker-host.js';
export { toPlainError, Transferred, type PlainError } from './workers/protocol.js';
