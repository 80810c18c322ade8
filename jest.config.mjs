// The tests run what ships: Jest loads the compiled files in dist/, so package imports and
// decorators behave as they do for users, and threads and processes run the bundle.

/** What takes minutes, or a server or a browser to be installed: `npm run test:parts`. */
export const PARTS = '**/*.parts.spec.js';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: ['**/*.spec.js', `!${PARTS}`],
  transform: {},
  setupFilesAfterEnv: [
    '<rootDir>/dist/test/setup/properties.js',
    '<rootDir>/dist/test/setup/no-patients.js',
  ],
  testTimeout: 60_000,
  maxWorkers: 2,
  // Jest keeps what each file of tests has loaded: beyond this a worker collects more than it tests.
  workerIdleMemoryLimit: '800MB',
};
