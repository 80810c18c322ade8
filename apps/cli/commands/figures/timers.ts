/** `stafett timers`: how many patients should have been looked at by now and were not yet. */
import { Option, type Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderTimers } from '../../render/timers.js';
import type { SessionOf } from '../../session/session.js';
import { instant } from '../../options/values.js';
import { answerFigure, now } from './figure.js';

interface TimersOptions {
  readonly at?: string;
}

export function addTimers(program: Command, sessionOf: SessionOf): void {
  program
    .command('timers')
    .summary('the backlog of timers: who is overdue, and since when')
    .description(
      'Tells how many patients should have been looked at by now and were not yet, how long the oldest\n' +
        'of them has waited, and when the next timer falls due. A running server works them off, oldest\n' +
        'first; without one they wait, and each fires once when the server is back.',
    )
    .addOption(
      new Option('--at <instant>', 'what is due by then (default: now)').argParser(instant),
    )
    .addHelpText(
      'after',
      examples({
        'the backlog now': 'stafett timers',
        'for a server that runs with --now': 'stafett timers --at 2026-10-01T08:00:00+03:00',
        'for another program': 'stafett timers --json',
      }),
    )
    .action(async ({ at = now() }: TimersOptions, self: Command) => {
      await answerFigure(sessionOf(self), 'timers', { at }, renderTimers);
    });
}
