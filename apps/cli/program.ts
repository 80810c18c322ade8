/** The command `stafett` as a whole: what it is called with, and the help that teaches it. */
import { Command, Option } from 'commander';
import { censusCommand } from './commands/census.js';
import { flowCommand } from './commands/flow.js';
import { importCommand } from './commands/import.js';
import { logCommand } from './commands/log.js';
import { outcomesCommand } from './commands/outcomes.js';
import { pathwayCommand } from './commands/pathway.js';
import { replayCommand } from './commands/replay.js';
import { serveCommand } from './commands/serve.js';
import { stallsCommand } from './commands/stalls.js';
import { waitsCommand } from './commands/waits.js';
import { EXIT_CODES_HELP } from './exit-codes.js';
import type { Io } from './io.js';
import { Session, type GlobalOptions } from './session.js';

const FIRST_STEPS = `
First steps:
  $ stafett pathway publish sepsis.yaml
  $ stafett import log.xes.gz --pathway sepsis
  $ stafett census --pathway sepsis
  $ stafett waits --pathway sepsis --from "ER Sepsis Triage" --to "IV Antibiotics" --within 60m
  $ stafett stalls --pathway sepsis
  $ stafett serve

Every command explains itself: stafett waits --help
Every command prints JSON with --json; standard output carries only the answer.
The log in the data folder is the truth and is never changed, only added to.`;

/** Makes a session for the command that was called, from its own and the global options. */
export type SessionOf = (command: Command) => Session;

export function buildProgram(io: Io, version: string): Command {
  const sessionOf: SessionOf = (command) => new Session(io, command.optsWithGlobals<GlobalOptions>());
  const program = new Command('stafett')
    .description(
      'Carries care pathways across the border between municipal and specialist health care,\n' +
        'and shows where they stall and who holds them.',
    )
    .version(version, '--version', 'print the version')
    .addOption(
      new Option('--data <dir>', 'data folder: the log, the read models and the secret')
        .env('STAFETT_DATA')
        .default('stafett-data', './stafett-data'),
    )
    .option('--json', 'print the answer as JSON, and errors as a JSON object on standard error', false)
    .option('--quiet', 'no progress and no remarks', false)
    .option('--no-color', 'no colour (also: environment variable NO_COLOR)')
    .helpOption('--help', 'show this help')
    .helpCommand(false)
    .addHelpText('after', `${FIRST_STEPS}\n${EXIT_CODES_HELP}`);
  for (const add of [
    serveCommand, importCommand, pathwayCommand, censusCommand, waitsCommand,
    outcomesCommand, flowCommand, stallsCommand, replayCommand, logCommand,
  ]) {
    add(program, sessionOf);
  }
  settle(program, io, program);
  return program;
}

/** Same behaviour for the program and all of its commands: nothing here ends the process. */
function settle(command: Command, io: Io, program: Command): void {
  command
    .exitOverride()
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(io.stdout.columns ?? 100, 100) })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // Errors are written in one place, `reportError`, once it is known in which form.
      outputError: () => undefined,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  if (command !== program) command.helpOption('--help', 'show this help');
  for (const child of command.commands) settle(child, io, program);
}
