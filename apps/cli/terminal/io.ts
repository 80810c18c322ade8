/**
 * What surrounds a command: streams, environment, and the request to stop. Tests
 * pass in their own; `main.ts` passes in the process's.
 */
import { hostProcess, type HostProcess } from '../../composition/process/host-process.js';

/** A stream that answers or notes go to. */
export interface Sink {
  write(text: string): boolean;
  readonly isTTY?: boolean;
  /** Width of the terminal, characters. */
  readonly columns?: number;
}

export interface Io extends HostProcess {
  /** Only the answer goes here. */
  readonly stdout: Sink;
  /** Notes, progress and errors. */
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder. */
  readonly cwd: string;
  /** The user's own mask for new files; the process uses a stricter one. */
  readonly umask?: number;
}

/**
 * The process's own.
 * @param umask the one that it was started with
 */
export function processIo(umask?: number): Io {
  // `stafett … | head`: a reader that went away wants no more, which is not an error.
  // Notes that nobody reads are dropped, so that long work still ends well.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    ...(umask !== undefined && { umask }),
    ...hostProcess(),
  };
}
