/**
 * The server by itself, as `nest start` runs it once `npm run build` has written
 * `dist/package.json`: settings from the environment and the file. It prints one line of JSON
 * when it listens, and ends on a signal or with what made it end.
 */
import { Logger } from '@nestjs/common';
import { loadConfiguration } from '../composition/index.js';
import { serveConfigured } from './serve-configured.js';

// Whatever is written to a data folder is for its owner only.
process.umask(0o077);
const { env } = process;
const { values } = await loadConfiguration({ flags: {}, env, folder: process.cwd() });
const server = await serveConfigured(values, { env });
process.stdout.write(`${JSON.stringify({ url: server.url, data: values.data })}\n`);

const failure = await Promise.race([server.failed, stopAsked()]);
await server.close();
if (failure instanceof Error) {
  new Logger('Server').fatal(failure);
  process.exitCode = 1;
}

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve());
    }
  });
}
