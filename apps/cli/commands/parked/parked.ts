/** `stafett parked`: events that could not be processed, and the two ways to release them. */
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
    .summary('list, show, retry and discard events that could not be processed')
    .description(
      'When a processor cannot handle an event, it parks that patient’s sequence: the event and whatever\n' +
        'follows it. All other patients’ events are processed as usual. Somebody has to act: fix the cause\n' +
        'and retry, or discard the event. Either is recorded with a name and a reason.',
    );
  for (const add of COMMANDS) add(parked, sessionOf);
}
