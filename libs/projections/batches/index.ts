/** What another thread needs that reads the log for the read models. */
export { memoryOf, type LogBatch } from './log-batch.js';
export { logBatches, type LogBatches, type LogStretch, type ReadSoFar } from './log-batches.js';
