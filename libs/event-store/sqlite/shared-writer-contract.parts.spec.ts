/** A store in another thread: the same contract, through the writing thread of the first. */
import { describeEventStoreContract } from '../contract/index.js';
import { onSharedWriter } from './shared-writer.spec.support.js';

describeEventStoreContract('SQLite on another thread’s writer', async (options) => {
  return (await onSharedWriter(options)).opened;
});
