/** `npm run eventstoredb:standin`: the stand-in in a process of its own, to be killed and started again. */
import { parseArgs } from 'node:util';
import { startStandIn } from './stand-in.js';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '2113' }, data: { type: 'string' } },
});
const standIn = await startStandIn({
  port: Number(values.port),
  ...(values.data === undefined ? {} : { dataDir: values.data }),
});
console.log(standIn.connectionString);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void standIn.stop().then(() => process.exit(0)));
