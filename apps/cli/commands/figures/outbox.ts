/** `stafett outbox`: what waits for whom, and which messages wait for one service. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderOutbox, renderOutboxOf } from '../../render/outbox.js';
import type { SessionOf } from '../../session/session.js';
import { answerFigure, limitOption, now } from './figure.js';

interface OutboxOptions {
  readonly limit?: number;
}

const SHOWN = 20;

export function addOutbox(program: Command, sessionOf: SessionOf): void {
  program
    .command('outbox')
    .summary('messages of handovers that have not arrived, and for whom')
    .description(
      'Counts the messages of handovers that were sent and have not arrived, by the service they are for,\n' +
        'and tells how long the oldest waits. With a service: which messages those are, how often they were\n' +
        'pushed, why that failed, and when it is tried again. A message has arrived when its service\n' +
        'acknowledged it, or answered a webhook with 2xx. What was given up is fetched all the same.',
    )
    .argument('[service]', 'list the messages that wait for this service')
    .addOption(limitOption('messages of the service', SHOWN))
    .addHelpText(
      'after',
      examples({
        'what waits for whom': 'stafett outbox',
        'the messages that wait for one service': 'stafett outbox hospital --limit 100',
        'all of them, for another program': 'stafett outbox hospital --json',
      }),
    )
    .action(async (service: string | undefined, options: OutboxOptions, self: Command) => {
      const session = sessionOf(self);
      const asOf = now();
      if (service === undefined) {
        await answerFigure(session, 'waitingByService', { asOf }, renderOutbox);
        return;
      }
      const limit = options.limit ?? (session.options.json === true ? undefined : SHOWN);
      const query = { service, asOf, ...(limit === undefined ? {} : { limit }) };
      await answerFigure(session, 'waitingMessages', query, renderOutboxOf);
    });
}
