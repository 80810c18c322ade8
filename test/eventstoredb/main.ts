/** `npm run eventstoredb:standin`: the stand-in in a process of its own, to be killed and started again. */
import { Command, InvalidArgumentError } from 'commander';
import { COMMAND_NAMES, listenForCommands } from './control.js';
import { startStandIn } from './stand-in.js';

/** How often it looks whether npm, which started it, is still there. */
const PARENT_CHECK_MS = 100;

/** How long it answers "Server Is Not Ready" after a start, as servers do. */
const NOT_READY_MS = 300;

interface Options {
  readonly port: number;
  readonly data?: string;
  readonly control?: number;
  readonly batch: boolean;
}

await new Command('eventstoredb:standin')
  .description(
    'A server on 127.0.0.1 that answers for EventStoreDB in tests, as a real one was seen to.\n' +
      'It prints its connection string when clients can connect. Without TLS and without users.',
  )
  .option('--port <n>', 'where clients connect; 0: any that is free', portNumber, 2113)
  .option('--data <folder>', 'keeps its log there, synced before an append is answered')
  .option('--control <port>', 'takes commands there, to do wrong what servers do wrong', portNumber)
  .option('--no-batch', 'does not announce batch appends, so that clients append one by one')
  .addHelpText(
    'after',
    `
Without --data the log is in memory. With it, what was acknowledged survives kill -9.

Commands: POST http://127.0.0.1:<control port>/<command> with a JSON body; GET / shows their bodies.
  ${COMMAND_NAMES.join(', ')}
Frozen for good as by a debugger: kill -STOP and kill -CONT. Gone at once: kill -9.`,
  )
  .action(serve)
  .parseAsync()
  .catch((error: Error) => {
    console.error(`eventstoredb:standin: ${error.message}`);
    process.exit(1);
  });

async function serve({ port, data, control, batch }: Options): Promise<void> {
  const standIn = await startStandIn({
    port,
    batchAppends: batch,
    notReadyMs: NOT_READY_MS,
    ...(data === undefined ? {} : { dataDir: data }),
  });
  if (control !== undefined) listenForCommands(standIn, control);
  console.log(standIn.connectionString);
  const stop = () => void standIn.stop().then(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  // Who kills npm means the server behind it.
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'])
    setInterval(() => process.ppid === parent || process.exit(1), PARENT_CHECK_MS).unref();
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('It is a whole number up to 65535.');
  return port;
}
