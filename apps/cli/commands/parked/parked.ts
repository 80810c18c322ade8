/** `stafett parked`: what the program could not go on with, and the two ways to let it go. */
import type { Command } from 'commander';
import type { AddCommand, SessionOf } from '../../session/session.js';
import { addParkedList } from './list.js';
import { addParkedDiscard, addParkedRetry } from './release.js';
import { addParkedShow } from './show.js';

/** In the order in which an operator needs them. */
const COMMANDS: readonly AddCommand[] = [
  addParkedList,
  addParkedShow,
  addParkedRetry,
  addParkedDiscard,
];

export function addParked(program: Command, sessionOf: SessionOf): void {
  const parked = program
    .command('parked')
    .summary('list, show, retry and discard what the program could not go on with')
    .description(
      'Where the program cannot work on an event, it parks that patient’s sequence for that piece of\n' +
        'work: the event and what follows it. Everybody else’s goes on. Somebody has to look: mend the\n' +
        'cause and have it tried again, or give the event up. Both stay on record with name and reason.',
    )
    .helpCommand(false);
  for (const add of COMMANDS) add(parked, sessionOf);
}
