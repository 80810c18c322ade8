/** `stafett mapping`: a mapping to start from, made of what a file says of itself. */
import { Option, type Command } from 'commander';
import type { ImportFormat } from '#exchange';
import { IMPORT_FORMATS } from '../options/import-choices.js';
import { examples } from '../options/examples.js';
import type { SessionOf } from '../session/session.js';

interface MappingOptions {
  readonly format?: ImportFormat;
}

export function addMapping(program: Command, sessionOf: SessionOf): void {
  program
    .command('mapping')
    .argument('<file>', 'XES, CSV or OCEL 2.0, optionally gzipped')
    .summary('print a mapping for a file to start from')
    .description(
      'Prints a mapping for a file to start from, made of its columns or attributes and its first events.\n' +
        'What is filled in is guessed: check it, then give it to stafett import with --map.',
    )
    .addOption(
      new Option('--format <format>', 'default: recognised by name and content').choices(
        IMPORT_FORMATS,
      ),
    )
    .addHelpText(
      'after',
      examples({
        'write one, look at what comes of it, import':
          'stafett mapping visits.csv > visits.yaml\n' +
          '  $ stafett import visits.csv --map visits.yaml --dry-run\n' +
          '  $ stafett import visits.csv --map visits.yaml',
      }),
    )
    .action(async (file: string, { format }: MappingOptions) => {
      const { mappingFor } = await import('#exchange');
      sessionOf().pieces([await mappingFor(file, format)]);
    });
}
