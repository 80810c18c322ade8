// The tests run what ships: Jest loads the compiled files in dist/, so worker
// threads, package imports and decorators behave as they do for users.
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: ['**/*.spec.js'],
  transform: {},
  // Whatever any test assesses has one accountable holder at every instant.
  setupFilesAfterEnv: ['<rootDir>/dist/test/custody-watch.js'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
