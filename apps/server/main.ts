/**
 * The server by itself, as `nest start` runs it once `npm run build` has written
 * `dist/package.json`: settings from the environment and the file. It prints one line of JSON
 * when it listens, and ends on a signal or with what made it end.
 */
import { hostProcess } from '../composition/process/host-process.js';

// Asked for before the libraries are loaded, which takes longer than everything else here.
const host = hostProcess();
void host.stopAsked();
const { loadConfiguration } = await import('../composition/index.js');
const { runConfigured } = await import('./serve-configured.js');

// Whatever is written to a data folder is for its owner only.
process.umask(0o077);
const { env } = process;
const configuration = await loadConfiguration({ flags: {}, env, folder: process.cwd() });
process.exitCode = await runConfigured(configuration, {
  ...{ env, host },
  onServing: ({ url }) =>
    void process.stdout.write(`${JSON.stringify({ url, data: configuration.values.data })}\n`),
});
