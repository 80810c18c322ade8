/** The stores under the simulation keep the same contract as the one that ships. */
import { randomUUID } from 'node:crypto';
import { retrying } from '#event-store';
import {
  describeEventStoreContract,
  type ContractOptions,
  type OpenedStore,
} from '#event-store/contract';
import { AwkwardEventStore } from './awkward-store.js';
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

/** As the engine uses a remote log: asking again until it is known what became of an append. */
function openAwkward(options: ContractOptions = {}): Promise<OpenedStore> {
  const settings = { clock: Date.now, identity: randomUUID(), uniqueKeys: false };
  let log = new MemoryEventStore({ ...settings, ...options });
  const pause = () => new Promise(setImmediate);
  const connect = () => retrying(new AwkwardEventStore(log, pause), { pause });
  let store = connect();
  return Promise.resolve({
    store,
    reopen: async () => {
      await store.close();
      log = log.reopened();
      return (store = connect());
    },
    dispose: () => store.close(),
  });
}

describeEventStoreContract('in memory, for the simulation', open, {
  recognisesIds: false,
  tellsRepeats: true,
});
describeEventStoreContract('far away and awkward', openAwkward, {
  recognisesIds: false,
  tellsRepeats: false,
});
