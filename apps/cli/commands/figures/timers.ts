/** `stafett timers`: timers that should have fired by now and have not. */
import { Option, type Command } from 'commander';
import { examples } from '../../options/examples.js';
import { instant } from '../../options/values.js';
import { renderTimers } from '../../render/timers.js';
import { answerFigure, now } from '../../session/figure.js';
import type { SessionOf } from '../../session/session.js';

interface TimersOptions {
  readonly at?: string;
}

export function addTimers(program: Command, sessionOf: SessionOf): void {
  program
    .command('timers')
    .summary('overdue timers: how many, and since when')
    .description(
      'Counts the patients whose timer should have fired by now and has not, and shows how long overdue\n' +
        'the oldest is and when the next one is due. A running server works through the backlog, oldest\n' +
        'first. Without a server timers wait, and each fires once when the server is back.',
    )
    .addOption(
      new Option('--at <instant>', 'count what is due by this time (default: now)').argParser(
        instant,
      ),
    )
    .addHelpText(
      'after',
      examples({
        'the backlog now': 'stafett timers',
        'for a server started with --now': 'stafett timers --at 2026-10-01T08:00:00+03:00',
        'for another program': 'stafett timers --json',
      }),
    )
    .action(async ({ at = now() }: TimersOptions) => {
      await answerFigure(sessionOf(), 'timers', () => ({ at }), renderTimers);
    });
}
