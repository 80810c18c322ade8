/**
 * Tests that take long and whose rule a quicker one beside them covers too: `npm run test:parts`
 * runs them, `npm test` names them as skipped.
 */
import { it } from '@jest/globals';

export const itInParts = 'manyPropertyRuns' in globalThis ? it : it.skip;
