/** Runs one command line from beginning to exit code. Nothing in here ends the process. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { reportError } from './errors.js';
import { EXIT } from './exit-codes.js';
import type { Io } from './io.js';
import { buildProgram } from './program.js';

/**
 * @param argv arguments after the command's name
 * @returns the exit code, see `exit-codes.ts`
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const program = buildProgram(io, version());
  let code: number = EXIT.done;
  program.on('stafett:exit', (wanted: number) => (code = wanted));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    // Help and version are answers that the parser delivers as errors.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    return reportError(error, io, argv.includes('--json'));
  }
}

function version(): string {
  const manifest = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
