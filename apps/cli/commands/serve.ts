/** `stafett serve`: the doors, the engine and the figures over HTTP, until asked to stop. */
import { Option, type Command } from 'commander';
import { parseInstant } from '#calendar';
import { isLoopback } from '../../server/http/loopback.js';
import { usage } from '../terminal/errors.js';
import { examples } from '../options/examples.js';
import type { SessionOf } from '../session/session.js';
import { instant, wholeNumber } from '../options/values.js';

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly now?: string;
  readonly delivery?: string;
}

export function addServe(program: Command, sessionOf: SessionOf): void {
  program
    .command('serve')
    .summary('take in events and answer questions over HTTP')
    .description(
      'Takes in care events and answers questions over HTTP, until Ctrl-C.\n' +
        'One process writes to a data folder; reports of the command line may run beside it.\n' +
        'There is no access control yet, so it listens on this machine only.\n\n' +
        'With --now it lives at another time: what is due by then fires and stays in the log, so use a\n' +
        'copy of a folder. Before the end of the log nothing fires early, and events get the log’s last time.',
    )
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 picks a free one')
        .default(8080)
        .argParser(wholeNumber(0, 65_535)),
    )
    .option('--host <address>', 'address to listen on: 127.0.0.1, ::1 or localhost', '127.0.0.1')
    .addOption(
      new Option(
        '--now <instant>',
        'begin at this instant and let time run on from there (default: the machine’s clock)',
      ).argParser(instant),
    )
    .option(
      '--delivery <file>',
      'who gets messages of handovers pushed, and where to (default: delivery.yaml in the data folder, if there)',
    )
    .addHelpText(
      'after',
      examples({
        'serve the folder ./stafett-data on http://127.0.0.1:8080': 'stafett serve',
        'another folder, another port': 'stafett serve --data /srv/region --port 9000',
        'a rehearsal: the copy of a folder, as if it were autumn':
          'stafett serve --data /tmp/copy --now 2026-10-01T08:00:00+03:00',
        'push messages to the services that another file names':
          'stafett serve --delivery /etc/stafett/delivery.yaml',
        'what the server offers, as OpenAPI': 'curl http://127.0.0.1:8080/openapi.json',
      }),
    )
    .action(async (options: ServeOptions, command: Command) => {
      const session = sessionOf(command);
      if (!isLoopback(options.host)) {
        throw usage(
          `--host ${options.host}: there is no access control yet, so the server listens on this machine only.`,
          'Leave --host out, or put a proxy that knows your users in front.',
        );
      }
      const [{ serve }, { clockFrom, dataFolder, loadDeliveryConfig }] = await Promise.all([
        import('../../server/serve.js'),
        import('../../composition/index.js'),
      ]);
      const { port, host, delivery: given } = options;
      const now = options.now === undefined ? undefined : parseInstant(options.now);
      const clock = now === undefined ? Date.now : clockFrom(now);
      const usual = dataFolder(session.folder).delivery;
      const delivery = await loadDeliveryConfig({ given, usual }, session.io);
      const server = await serve(session.folder, { port, host, clock, delivery });
      await session.answer({ url: server.url, data: session.folder }, ({ url }, page) =>
        page.line(`Serving ${session.folder} on ${url}. Stop with Ctrl-C.`),
      );
      const failure = await Promise.race([server.failed, session.io.stopAsked()]);
      session.remark('Stopping.');
      await server.close();
      if (failure instanceof Error) throw failure;
    });
}
