/** `stafett projection`: the read models, from which all figures are computed. */
import type { Command } from 'commander';
import type { AddCommand, SessionOf } from '../../session/session.js';
import { addProjectionList } from './list.js';
import { addProjectionRebuild } from './rebuild.js';
import { addProjectionVerify } from './verify.js';

const COMMANDS: readonly AddCommand[] = [
  addProjectionList,
  addProjectionRebuild,
  addProjectionVerify,
];

export function addProjection(program: Command, sessionOf: SessionOf): void {
  const projection = program
    .command('projection')
    .summary('list, rebuild and verify the read models behind the figures')
    .description(
      'Figures are computed from read models, which are folded from the log and kept up to date by\n' +
        'themselves. Here is how far each has come, how to build them anew, and whether they say what the\n' +
        'log says. None of this changes the log.',
    );
  for (const add of COMMANDS) add(projection, sessionOf);
}
