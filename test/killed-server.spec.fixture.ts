/**
 * The server for the test that kills it: everything is loaded first, and the folder is opened
 * when standard input names the instant at which its clock begins. So the next one can be
 * made ready while this one is being killed.
 */
import { createInterface } from 'node:readline';
import { clockFrom } from '../apps/composition/index.js';
import { serve } from '../apps/server/serve.js';
import { installationOf } from './test-store.js';

const [folder = ''] = process.argv.slice(2);
for await (const instant of createInterface({ input: process.stdin })) {
  const { url } = await serve(installationOf(folder), {
    port: 0,
    clock: clockFrom(Date.parse(instant)),
  });
  process.stdout.write(`${url}\n`);
}
