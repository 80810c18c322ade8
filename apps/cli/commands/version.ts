/** `stafett version`: which version this is. */
import type { Command } from 'commander';
import { examples } from '../options/examples.js';
import type { SessionOf } from '../session/session.js';

export function addVersion(program: Command, sessionOf: SessionOf): void {
  program
    .command('version')
    .summary('print the version')
    .description('Prints the version.')
    .addHelpText('after', examples({ 'which version this is': 'stafett version' }))
    .action(() => {
      const version = program.version() ?? '';
      return sessionOf().answer({ version }, (page) => page.line(version));
    });
}
