// `STAFETT_TEST_STORE=postgres npm run test:stores`: the server's whole-system tests on the store
// that the variable names: sqlite, postgres, or eventstoredb (its stand-in, or EVENTSTOREDB_URL).
import suite from './jest.config.mjs';

/** What the server promises, whichever store it is on; what is about files is left out. */
const SPECS = [
  ...['custody', 'handovers', 'organisations-review', 'outbox', 'patient-custody', 'parking'],
  ...['replay', 'server', 'side-by-side', 'stream', 'timers', 'wake-up-loop', 'kills.parts'],
];

export default {
  ...suite,
  testMatch: SPECS.map((name) => `<rootDir>/dist/test/${name}.spec.js`),
  globalSetup: '<rootDir>/dist/test/setup/stores.js',
  globalTeardown: '<rootDir>/dist/test/setup/stores-end.js',
  testTimeout: 600_000,
};
