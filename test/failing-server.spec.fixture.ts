/**
 * The server for the test that takes one of its parts away: it runs as `stafett serve` does,
 * on its folder and with its `delivery.yaml`, until standard input names a thread to end,
 * `main` for an error that nobody catches, or `query` for a thread within a query that takes
 * minutes, which nothing interrupts.
 */
import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { builtInConfiguration, hostProcess } from '../apps/composition/index.js';
import { runConfigured } from '../apps/server/serve-configured.js';

if (isMainThread) await serve();
else query();

async function serve(): Promise<void> {
  const [folder = ''] = process.argv.slice(2);
  const threads: Worker[] = [];
  process.on('worker', (thread) => threads.push(thread));
  createInterface({ input: process.stdin }).on('line', (part) => {
    if (part === 'main') throw new Error('Nobody catches it.');
    if (part === 'query') {
      const thread = new Worker(new URL(import.meta.url));
      thread.once('message', () => process.stdout.write('querying\n'));
    } else void threads.find(({ threadName }) => threadName === part)?.terminate();
  });
  // What is listened to keeps no server alive.
  (process.stdin as Socket).unref();

  const configuration = builtInConfiguration({ data: folder, port: 0, 'grace-period': 3_600 });
  process.exitCode = await runConfigured(configuration, {
    env: process.env,
    host: hostProcess(),
    onServing: ({ url }) => void process.stdout.write(`${url}\n`),
  });
}

function query(): void {
  parentPort?.postMessage('querying');
  new Database(':memory:')
    .prepare('WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n')
    .get();
}
