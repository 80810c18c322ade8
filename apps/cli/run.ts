/** Runs one command line from beginning to exit code. Nothing in here ends the process. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { reportError } from './terminal/errors.js';
import { EXIT } from './terminal/exit-codes.js';
import type { Io } from './terminal/io.js';
import { buildProgram } from './program.js';

/**
 * @param argv arguments after the command's name
 * @returns the exit code, see `exit-codes.ts`
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const exit: { code: number } = { code: EXIT.done };
  try {
    await buildProgram({ io, version: version(), exit }).parseAsync(argv, { from: 'user' });
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

function version(): string {
  const manifest = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
