/** Tests that `npm run test:parts` runs, and `npm test` does not. */
import { describe, it } from '@jest/globals';

/** Whether this is the long run. */
export const inParts = 'manyPropertyRuns' in globalThis;

/**
 * A test that takes long and whose rule a quicker one beside it covers too: `npm test` names it
 * as skipped.
 */
export const itInParts = inParts ? it : it.skip;

/** The same for a whole group of tests. */
export const describeInParts = inParts ? describe : describe.skip;
