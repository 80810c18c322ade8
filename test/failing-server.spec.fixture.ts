/**
 * The server for the test that takes one of its parts away: it runs as `stafett serve` does,
 * on its folder and with its `delivery.yaml`, until standard input names a thread to end, or
 * `main` for an error that nobody catches.
 */
import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import type { Worker } from 'node:worker_threads';
import { builtInConfiguration, hostProcess } from '../apps/composition/index.js';
import { runConfigured } from '../apps/server/serve-configured.js';

const [folder = ''] = process.argv.slice(2);
const threads: Worker[] = [];
process.on('worker', (thread) => threads.push(thread));
createInterface({ input: process.stdin }).on('line', (part) => {
  if (part === 'main') throw new Error('Nobody catches it.');
  void threads.find(({ threadName }) => threadName === part)?.terminate();
});
// What is listened to keeps no server alive.
(process.stdin as Socket).unref();

const { values } = builtInConfiguration({ data: folder, port: 0, 'grace-period': 60 });
process.exitCode = await runConfigured(values, {
  env: process.env,
  host: hostProcess(),
  onServing: ({ url }) => void process.stdout.write(`${url}\n`),
});
