/**
 * The contract suite: what the port of the read models promises, as tests that any adapter
 * runs. An adapter's spec calls it with a function that opens an empty database.
 */
import { describe } from '@jest/globals';
import { describeBulkWrites } from './bulk-writes.js';
import { describeCheckpoints } from './checkpoints.js';
import type { OpenModels } from './harness.js';
import { describeIntegers } from './integers.js';
import { describeReading } from './reading.js';
import { describeTransactions } from './transactions.js';

export { AwkwardReadModels } from './awkward-read-models.js';
export type { ContractTables, OpenedModels, OpenModels } from './harness.js';

export function describeReadModelsContract(name: string, open: OpenModels): void {
  describe(`Read models contract: ${name}`, () => {
    describeTransactions(open);
    describeBulkWrites(open);
    describeIntegers(open);
    describeReading(open);
    describeCheckpoints(open);
  });
}
