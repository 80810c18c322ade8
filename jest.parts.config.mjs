// `npm run test:parts`: what takes minutes, and every property again with new seeds and many
// more runs. A property that fails prints its seed and path.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import suite, { PARTS } from './jest.config.mjs';

const statesProperties = (file) =>
  file.endsWith('.spec.js') && readFileSync(join('dist', file), 'utf8').includes("'fast-check'");

export default {
  ...suite,
  testMatch: [
    PARTS,
    ...readdirSync('dist', { recursive: true })
      .filter(statesProperties)
      .map((file) => `<rootDir>/dist/${file}`),
  ],
  globals: { manyPropertyRuns: true },
  testTimeout: 1_200_000,
};
