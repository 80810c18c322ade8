/** The command `stafett` as a whole: its commands, the help that teaches it, and one run to its exit code. */
import { CommanderError, type Command } from 'commander';
import { addFigures } from './commands/figures/figures.js';
import { addOutbox } from './commands/figures/outbox.js';
import { addTimers } from './commands/figures/timers.js';
import { addCompletion } from './commands/completion.js';
import { addConfig } from './commands/config.js';
import { addAsyncApi } from './commands/asyncapi.js';
import { addBackup, addRestore } from './commands/backup.js';
import { addCopy } from './commands/copy.js';
import { addExport } from './commands/export.js';
import { addImport } from './commands/import.js';
import { addLog } from './commands/log.js';
import { addMapping } from './commands/mapping.js';
import { addOrganisation } from './commands/organisation/organisation.js';
import { addParked } from './commands/parked/parked.js';
import { addPathway } from './commands/pathway/pathway.js';
import { addProjection } from './commands/projection/projection.js';
import { addReplay } from './commands/replay.js';
import { addServe } from './commands/serve.js';
import { addVersion } from './commands/version.js';
import { stafettVersion } from '../composition/version.js';
import { StrictCommand } from './options/strict-command.js';
import { configurationOf } from './session/configuration.js';
import { languagesGiven } from './session/languages.js';
import { Session, type AddCommand, type OutputOptions, type SessionOf } from './session/session.js';
import { reportError } from './terminal/errors.js';
import { EXIT, EXIT_CODES_HELP } from './terminal/exit-codes.js';
import type { Io } from './terminal/io.js';

const FIRST_STEPS = `
First steps:
  $ stafett pathway publish sepsis.yaml
  $ stafett import log.xes.gz --pathway sepsis
  $ stafett census --pathway sepsis
  $ stafett waits --pathway sepsis --from "ER Sepsis Triage" --to "IV Antibiotics" --within 60m
  $ stafett stalls --pathway sepsis
  $ stafett serve

Every command has help with examples: stafett waits --help
With --json a command prints JSON. Only the answer goes to standard output.
The log in the data folder is the source of truth: events are added to it, never changed.`;

const COMMANDS: readonly AddCommand[] = [
  addServe,
  addImport,
  addMapping,
  addExport,
  addPathway,
  addOrganisation,
  addFigures,
  addTimers,
  addOutbox,
  addReplay,
  addLog,
  addParked,
  addProjection,
  addBackup,
  addRestore,
  addCopy,
  addConfig,
  addAsyncApi,
  addCompletion,
  addVersion,
];

/**
 * Runs one command line from beginning to exit code. Nothing in here ends the process.
 * @param argv arguments after the command's name
 * @returns the exit code, see `exit-codes.ts`
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const exit: { code: number } = { code: EXIT.done };
  try {
    await buildProgram(io, exit).parseAsync(argv, { from: 'user' });
    return exit.code;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version are answers that the parser delivers as errors …
      if (error.exitCode === 0) return EXIT.done;
      // … and so is the help that stands in for a command nobody gave.
      if (error.code === 'commander.help') return EXIT.usage;
    }
    return reportError(error, io, argv.includes('--json'));
  }
}

/** @param exit where a command leaves an exit code other than 0 if it went through */
function buildProgram(io: Io, exit: { code: number }): Command {
  const program = new StrictCommand('stafett')
    .description(
      'Follows patients along care pathways that cross the border between municipal and specialist\n' +
        'health care, and shows where they stall and who holds them.',
    )
    .version(stafettVersion(), '-V, --version', 'print the version')
    .option(
      '--data <dir>',
      'data folder: the log, the read models and the secret (default: ./stafett-data, env: STAFETT_DATA)',
    )
    .option(
      '--event-store <place>',
      'where the log is: sqlite:./folder, postgres://user@host/database or esdb://host:2113 (default: in the data folder, env: STAFETT_EVENT_STORE)',
    )
    .option(
      '--read-models <place>',
      'where the read models are: sqlite:./folder or postgres://user@host/database (default: where the log is, env: STAFETT_READ_MODELS)',
    )
    .option(
      '--work <place>',
      'where the lock of the one server and its checkpoints are (default: where the read models are, env: STAFETT_WORK)',
    )
    .option(
      '--single-host',
      'no other machine runs Stafett on this log, so that a lock in a file will do (env: STAFETT_SINGLE_HOST)',
    )
    .option(
      '--config <file>',
      'settings, YAML (default: stafett.yaml in the working folder, if it exists, env: STAFETT_CONFIG)',
    )
    .option('--json', 'print JSON, and errors as one JSON object on standard error')
    .option(
      '--lang <language>',
      'show titles, names and notes in this language, such as nb or sv-FI (default: the locale’s, env: LC_ALL, LC_MESSAGES, LANG)',
      languagesGiven,
    )
    .option('--quiet', 'print no progress and no notes')
    .option('--wide', 'print tables as wide as they are, with all columns')
    .option('--no-color', 'print without colour (or set the environment variable NO_COLOR)')
    .addHelpText('after', `${FIRST_STEPS}\n${EXIT_CODES_HELP}`);
  let session: Session | undefined;
  program.hook('preAction', async (_program, command) => {
    const options = command.optsWithGlobals<OutputOptions>();
    session = new Session(io, await configurationOf({ ...options }, io), options, exit);
  });
  const sessionOf: SessionOf = () => {
    if (session === undefined) throw new Error('Only the action of a command has a session.');
    return session;
  };
  for (const add of COMMANDS) add(program, sessionOf);
  settle(program, io);
  return program;
}

/** Within a paragraph: where its lines end is for the width of the help to say. */
const LINE_END = /(?<!\n)\n(?!\n)/g;

/** The same behaviour for the program and all of its commands: nothing here ends the process. */
function settle(command: Command, io: Io): void {
  command
    .exitOverride()
    .helpOption('-h, --help', 'show this help')
    .allowExcessArguments(false)
    .configureHelp({
      ...{ showGlobalOptions: true, helpWidth: io.stdout.columns ?? 80 },
      commandDescription: (described) => described.description().replace(LINE_END, ' '),
    })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // Errors are written in one place, `reportError`, which knows in which form.
      outputError: () => undefined,
    });
  if (command.commands.length > 0)
    command.helpCommand('help [command]', 'show the help of a command');
  for (const child of command.commands) settle(child, io);
}
