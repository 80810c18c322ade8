/** The options of the demo. */
import { Command, Option } from 'commander';
import { wholeNumber } from '../options/values.js';
import type { Io } from '../terminal/io.js';

export interface DemoOptions {
  readonly once: boolean;
  readonly seed: number;
  readonly patients: number;
  readonly port: number;
  readonly store: 'sqlite' | 'postgres' | 'eventstoredb';
  /** The data folder to leave behind; a temporary one if absent. */
  readonly keep?: string;
}

/** @throws CommanderError for a wrong command line, and for help */
export function readOptions(argv: readonly string[], io: Io): DemoOptions {
  const number = (flags: string, what: string, byDefault: number, max: number): Option =>
    new Option(flags, what).default(byDefault).argParser(wholeNumber(0, max));
  return new Command('npm run demo --')
    .description(
      'A made-up region on three pathways, from an empty data folder to the lists of stalls.',
    )
    .option(
      '--once',
      'end after printing and keep the data folder, instead of serving until Ctrl-C',
      false,
    )
    .addOption(number('--seed <n>', 'another seed gives another region', 1, 4_294_967_295))
    .addOption(number('--patients <n>', 'how many patients', 350, 20_000))
    .addOption(number('--port <n>', 'port of the server; 0 picks a free one', 0, 65_535))
    .addOption(
      new Option(
        '--store <store>',
        'where the log is; postgres starts one for the demo, eventstoredb uses the one that EVENTSTOREDB_URL ' +
          'names, or else starts a stand-in',
      )
        .choices(['sqlite', 'postgres', 'eventstoredb'])
        .default('sqlite'),
    )
    .option('--keep <dir>', 'use this new data folder and keep it (default: a temporary one)')
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => undefined,
    })
    .parse(argv, { from: 'user' })
    .opts<DemoOptions>();
}
