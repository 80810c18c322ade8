/**
 * `npm run test:eventstoredb`: everything about EventStoreDB, on the server that EVENTSTOREDB_URL names
 * or on the stand-in: how it behaves, the adapter, the whole server. Arguments choose specs.
 */
import { spawnSync } from 'node:child_process';

const chosen = process.argv.slice(2);

function jest(args, env = {}) {
  const options = ['--experimental-vm-modules', '--no-warnings'];
  const bundled = ['--import', './dist/test/setup/bundled-workers.js'];
  const command = [...options, ...bundled, 'node_modules/jest/bin/jest.js', ...args];
  const settings = { stdio: 'inherit', env: { ...process.env, ...env } };
  return spawnSync(process.execPath, command, settings).status ?? 1;
}

const patterns = chosen.length > 0 ? chosen : ['dist/test/eventstoredb'];
const adapter = jest(['--config', 'jest.parts.config.mjs', ...patterns]);
const server =
  chosen.length > 0
    ? 0
    : jest(['--config', 'jest.stores.config.mjs'], { STAFETT_TEST_STORE: 'eventstoredb' });
process.exitCode = adapter || server;
