// `npm run test:parts`: what takes minutes, and every property again with new seeds and many
// more runs, and the long tests of specs that have quick ones too. A property that fails prints its
// seed and path.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import suite, { PARTS } from './jest.config.mjs';

const isForParts = (file) =>
  file.endsWith('.spec.js') &&
  /'fast-check'|\b(?:it|describe)InParts\b/.test(readFileSync(join('dist', file), 'utf8'));

export default {
  ...suite,
  testMatch: [
    PARTS,
    ...readdirSync('dist', { recursive: true })
      .filter(isForParts)
      .map((file) => `<rootDir>/dist/${file}`),
  ],
  globalSetup: '<rootDir>/dist/test/setup/postgres.js',
  globalTeardown: '<rootDir>/dist/test/setup/postgres-end.js',
  globals: { manyPropertyRuns: true },
  testTimeout: 1_200_000,
};
