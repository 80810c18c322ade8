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
  type FigureName,
  type FigureQuery,
  type OpenLog,
  type Reports,
  type ReportsOptions,
} from './reports.js';
export { openWakeUpIndex } from './wake-up-index.js';
export { openWaking, type OpenWaking, type WakingOptions } from './waking.js';
export { JourneyRefused, replayJourney } from './journey.js';
export type { JourneyAnswer, JourneyQuery } from './journey-answer.js';
