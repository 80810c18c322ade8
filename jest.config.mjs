// The tests run what ships: Jest loads the compiled files in dist/, so worker
// threads, package imports and decorators behave as they do for users.
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: ['**/*.spec.js'],
  transform: {},
  testTimeout: 60_000,
  maxWorkers: 2,
};
