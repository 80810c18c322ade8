/**
 * What surrounds a command: streams, environment, and the request to stop. Tests
 * pass in their own; `main.ts` passes in the process's.
 */

/** A stream that answers or notes go to. */
export interface Sink {
  write(text: string): boolean;
  readonly isTTY?: boolean;
  /** Width of the terminal, characters. */
  readonly columns?: number;
}

export interface Io {
  /** Only the answer goes here. */
  readonly stdout: Sink;
  /** Notes, progress and errors. */
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder. */
  readonly cwd: string;
  /** The user's own mask for new files; the process uses a stricter one. */
  readonly umask?: number;
  /**
   * Resolves when somebody asks the command to stop (Ctrl-C, a service manager).
   * A command that never calls it is ended by the signal itself, at once.
   */
  stopAsked(): Promise<void>;
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
    // Signals may come twice, since a terminal sends Ctrl-C to a whole group and npm
    // passes it on besides; the listener stays, so that the second does not kill.
    stopAsked: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
          process.on(signal, () => resolve());
        }
      }),
  };
}
