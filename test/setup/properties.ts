/**
 * Runs before every spec file: how often properties are tried, and from which seed. `npm test`
 * tries the same cases each time, so that it never fails by chance; `npm run test:parts` draws
 * new ones and thirty times as many. A property that fails prints its seed and path. One whose
 * single case is costly takes a share of these runs.
 */
import fc from 'fast-check';

const SEED = 20_260_115;

fc.configureGlobal(
  'manyPropertyRuns' in globalThis ? { numRuns: 500 } : { numRuns: 15, seed: SEED },
);
