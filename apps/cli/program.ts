/** The command `stafett` as a whole: what it is called with, and the help that teaches it. */
import { Command, Option } from 'commander';
import { addCensus } from './commands/figures/census.js';
import { addCustody } from './commands/figures/custody.js';
import { addFlow } from './commands/figures/flow.js';
import { addImport } from './commands/import.js';
import { addLog } from './commands/log.js';
import { addOutbox } from './commands/figures/outbox.js';
import { addOutcomes } from './commands/figures/outcomes.js';
import { addParked } from './commands/parked/parked.js';
import { addPathway } from './commands/pathway/pathway.js';
import { addQueues } from './commands/figures/queues.js';
import { addReplay } from './commands/replay.js';
import { addServe } from './commands/serve.js';
import { addStalls } from './commands/figures/stalls.js';
import { addTimers } from './commands/figures/timers.js';
import { addWaits } from './commands/figures/waits.js';
import { EXIT_CODES_HELP } from './terminal/exit-codes.js';
import type { Io } from './terminal/io.js';
import { Session, type AddCommand, type GlobalOptions } from './session/session.js';

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
The log in the data folder is the truth: it is never changed, only added to.`;

const COMMANDS: readonly AddCommand[] = [
  addServe,
  addImport,
  addPathway,
  addCensus,
  addWaits,
  addOutcomes,
  addFlow,
  addStalls,
  addCustody,
  addQueues,
  addTimers,
  addOutbox,
  addReplay,
  addLog,
  addParked,
];

export interface ProgramParts {
  readonly io: Io;
  readonly version: string;
  /** Where a command leaves an exit code other than 0 when it went through. */
  readonly exit: { code: number };
}

export function buildProgram({ io, version, exit }: ProgramParts): Command {
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
    .option('--json', 'answer as JSON; errors as one JSON object on standard error')
    .option('--quiet', 'no progress and no remarks')
    .option('--no-color', 'no colour (also: environment variable NO_COLOR)')
    .helpCommand(false)
    .addHelpText('after', `${FIRST_STEPS}\n${EXIT_CODES_HELP}`);
  const sessionOf = (command: Command): Session =>
    new Session(io, command.optsWithGlobals<GlobalOptions>(), exit);
  for (const add of COMMANDS) add(program, sessionOf);
  settle(program, io);
  return program;
}

/** The same behaviour for the program and all of its commands: nothing here ends the process. */
function settle(command: Command, io: Io): void {
  command
    .exitOverride()
    .helpOption('--help', 'show this help')
    .allowExcessArguments(false)
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(io.stdout.columns ?? 100, 100) })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // Errors are written in one place, `reportError`, which knows in which form.
      outputError: () => undefined,
    });
  for (const child of command.commands) settle(child, io);
}
