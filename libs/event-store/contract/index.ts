/**
 * The contract suite: what the port promises, as tests that any adapter runs.
 *
 * An adapter's spec calls `describeEventStoreContract` with a function that opens a
 * store on a new, empty log. The suite knows nothing of the adapter: positions are only
 * compared, never counted, since they need not be contiguous.
 */
import { describe } from '@jest/globals';
import { describeAppending } from './appending.js';
import { describeConcurrency } from './concurrency.js';
import { describeExpectedRevisions } from './expected-revisions.js';
import type { OpenStore, StoreTraits } from './harness.js';
import { describeIdentity } from './identity.js';
import { describeLifetime } from './lifetime.js';
import { describeLimits } from './limits.js';
import { describePayloads } from './payloads.js';
import { describeReading } from './reading.js';
import { describeRepeats } from './repeats.js';
import { describeSubscribing } from './subscribing.js';
import { describeUniqueKeys } from './unique-keys.js';

export type { ContractOptions, OpenedStore, OpenStore, StoreTraits } from './harness.js';

/** An embedded store knows all there is to know. */
const EMBEDDED: StoreTraits = { recognisesIds: true, tellsRepeats: true };

export function describeEventStoreContract(
  name: string,
  open: OpenStore,
  traits: StoreTraits = EMBEDDED,
): void {
  describe(`Event store contract: ${name}`, () => {
    describeAppending(open, traits);
    describeExpectedRevisions(open);
    describeRepeats(open, traits);
    describeReading(open);
    describeSubscribing(open);
    describeConcurrency(open);
    describeUniqueKeys(open);
    describeLimits(open);
    describePayloads(open, traits);
    describeIdentity(open);
    describeLifetime(open, traits);
  });
}
export { events, Listener, numbers } from './harness.js';
export { itOnSmallDisk, mountSmallDisk, removeDisk } from './small-disk.js';
