/** `stafett serve`: receives events and answers queries over HTTP until it is stopped. */
import { Option, type Command } from 'commander';
import { parseInstant } from '#calendar';
import { acceptLossOption } from '../options/accept-loss.js';
import { examples } from '../options/examples.js';
import { addServerOptions } from '../options/server-options.js';
import { instant } from '../options/values.js';
import type { Session, SessionOf } from '../session/session.js';

interface ServeOptions {
  readonly now?: string;
}

export function addServe(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command('serve')
    .summary('receive events and answer queries over HTTP')
    .description(
      'Receives care events and answers queries over HTTP until you press Ctrl-C. All other\n' +
        'commands work beside it. There is no access control yet, so it listens on this machine only.\n\n' +
        'With --now the server starts at another time. Everything due by then fires and stays in the log,\n' +
        'so use a copy of the data folder. If that time lies before the end of the log, nothing fires early,\n' +
        'and new events are recorded at the log’s last time.',
    );
  addServerOptions(command)
    .addOption(acceptLossOption())
    .addOption(
      new Option(
        '--now <instant>',
        'start at this time and let it run on from there (default: the system clock)',
      ).argParser(instant),
    )
    .addHelpText(
      'after',
      examples({
        'serve the folder ./stafett-data on http://127.0.0.1:8080': 'stafett serve',
        'another folder, another port': 'stafett serve --data /srv/region --port 9000',
        'a rehearsal on a copy, as if it were autumn':
          'stafett serve --data /tmp/copy --now 2026-10-01T08:00:00+03:00',
        'push messages to the services named in another file':
          'stafett serve --delivery /etc/stafett/delivery.yaml',
        'what the server offers, as OpenAPI': 'curl http://127.0.0.1:8080/openapi.json',
      }),
    )
    .action((options: ServeOptions) => serveUntilStopped(sessionOf(), options));
}

async function serveUntilStopped(session: Session, options: ServeOptions): Promise<void> {
  // Asked for before the server is loaded: it may be stopped while it starts.
  void session.io.stopAsked();
  const { serveFolder } = await import('../session/serve-folder.js');
  const now = options.now === undefined ? undefined : parseInstant(options.now);
  session.endWith(await serveFolder(session, now));
}
