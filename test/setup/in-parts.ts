/** Tests that `npm run test:parts` and `npm run test:stores` run, and `npm test` does not. */
import { describe, it } from '@jest/globals';

/** Whether this is one of the long runs. */
export const inParts =
  'manyPropertyRuns' in globalThis || process.env['STAFETT_TEST_STORE'] !== undefined;

/**
 * A test that takes long and whose rule a quicker one beside it covers too: `npm test` names it
 * as skipped.
 */
export const itInParts = inParts ? it : it.skip;

/** The same for a whole group of tests. */
export const describeInParts = inParts ? describe : describe.skip;
