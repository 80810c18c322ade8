/**
 * Runs before every spec file: how often properties are tried, and from which seed. `npm test`
 * tries the same cases each time, so that it never fails by chance; `npm run test:parts` draws
 * new ones and many more. A property that fails prints its seed and path.
 *
 * A property of its own cost takes its share of `numRuns`: see `propertyRuns`.
 */
import fc from 'fast-check';

const SEED = 20_260_115;

fc.configureGlobal(
  'manyPropertyRuns' in globalThis ? { numRuns: 2_000 } : { numRuns: 100, seed: SEED },
);
