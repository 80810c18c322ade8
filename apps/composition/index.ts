/** Putting the parts together: the only place where adapters are chosen. */
export { clockFrom } from './clock.js';
export { dataFolder, hasLog, type DataFolder } from './data-folder.js';
export {
  openWriter,
  openWriterParts,
  type Writer,
  type WriterOptions,
  type WriterParts,
} from './writer.js';
export {
  FIGURES,
  openKeptModels,
  openLog,
  openReadingStore,
  openReports,
  READABLE,
  type FigureName,
  type OpenLog,
  type ReadableName,
  type ReadableQuery,
  type Reports,
  type ReportsOptions,
} from './reports.js';
export {
  DeliveryConfigRefused,
  loadDeliveryConfig,
  type DeliveryConfig,
} from './delivery-config.js';
export { openDeliveryIndex } from './delivery-index.js';
export { openWakeUpIndex } from './wake-up-index.js';
export { openProcessorCheckpoints } from './processor-checkpoints.js';
export {
  parkedList,
  parkedOf,
  ParkedRefused,
  readParkingLot,
  releaseParked,
  type ParkedAnswer,
  type ParkedList,
  type ParkedListQuery,
  type ParkedReleaseAnswer,
} from './parked.js';
export { openWaking, type OpenWaking, type WakingOptions } from './waking.js';
