/** What other threads need that read the log for the read models. */
export { memoryOf } from './log-batch.js';
export type { LogBatches, LogStretch, ReadSoFar } from './log-batches.js';
export { batchesOfParts, inOrderOfLog, isLong, type PartBatch, type Turn } from './log-parts.js';
