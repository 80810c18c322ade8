/** The store under the simulation keeps the same contract as the one that ships. */
import {
  describeEventStoreContract,
  type ContractOptions,
  type OpenedStore,
} from '#event-store/contract';
import { randomUUID } from 'node:crypto';
import { MemoryEventStore } from './memory-store.js';

function open(options: ContractOptions = {}): Promise<OpenedStore> {
  let store = new MemoryEventStore({ clock: Date.now, identity: randomUUID(), ...options });
  return Promise.resolve({
    store,
    reopen: async () => {
      await store.close();
      return (store = store.reopened());
    },
    dispose: () => store.close(),
  });
}

describeEventStoreContract('in memory, for the simulation', open);
