/** `stafett outbox`: how many messages wait for each service, and which wait for one of them. */
import type { Command } from 'commander';
import type { FolderAccess } from '../../../composition/operations/operations.js';
import { examples } from '../../options/examples.js';
import { limitOption, type RowsOptions } from '../../options/figure-options.js';
import { renderOutbox, renderOutboxOf } from '../../render/outbox.js';
import { now, rowsQuery } from '../../session/figure.js';
import { withFolder } from '../../session/folder-access.js';
import type { SessionOf } from '../../session/session.js';
import { organisationNamesIn } from '../../session/titles-in.js';
import { Refused } from '../../terminal/errors.js';

export function addOutbox(program: Command, sessionOf: SessionOf): void {
  program
    .command('outbox')
    .summary('handover messages that have not been delivered, and for whom')
    .description(
      'Counts the handover messages that have not been delivered, by the service they are for, and shows\n' +
        'how long the oldest has waited. If a service is given, lists its messages: how often delivery was\n' +
        'attempted, why it failed, and when it will be tried again. A message counts as delivered once its\n' +
        'service has acknowledged it, or has answered the webhook with a 2xx status. A message whose\n' +
        'delivery was abandoned can still be fetched.',
    )
    .argument('[service]', 'list the messages waiting for this service')
    .addOption(limitOption('messages of the service'))
    .addHelpText(
      'after',
      examples({
        'how many wait for whom': 'stafett outbox',
        'the messages waiting for one service': 'stafett outbox hospital --limit 100',
        'all of them, for another program': 'stafett outbox hospital --json',
      }),
    )
    .action(async (service: string | undefined, options: RowsOptions) => {
      const session = sessionOf();
      const asOf = now();
      const { languages } = session;
      await withFolder(session, { kind: 'figures' }, async (folder) => {
        const names = session.json
          ? { services: {}, organisations: {} }
          : {
              services: await folder.ask('serviceNames', { languages }),
              organisations: await organisationNamesIn(folder),
            };
        if (service === undefined) {
          const answer = await folder.ask('waitingByService', { asOf });
          await session.answer(answer, (page) => renderOutbox(page, answer, names));
          return;
        }
        const query = { service, asOf, ...rowsQuery(session, options) };
        const answer = await folder.ask('waitingMessages', query);
        if (answer.total === 0) await requireService(folder, service);
        await session.answer(answer, (page) => renderOutboxOf(page, answer, names));
      });
    });
}

/** Nothing waits for a misspelt service, which would look like good news. */
async function requireService(folder: FolderAccess, service: string): Promise<void> {
  const services = await folder.ask('services', {});
  const { didYouMean, receiverParts } = await import('#care-event');
  const named = receiverParts(service);
  if (services.includes(named.service)) {
    if (named.organisation === undefined) return;
    const organisations = Object.keys(await organisationNamesIn(folder));
    if (organisations.includes(named.organisation)) return;
    const message = `No organisation ${named.organisation} is known.`;
    throw new Refused(
      'unknown-organisation',
      message + didYouMean(named.organisation, organisations),
    );
  }
  const known = services.length === 0 ? 'none' : services.join(', ');
  throw new Refused(
    'unknown-service',
    `No published pathway has a service ${service}. Known: ${known}.${didYouMean(service, services)}`,
  );
}
