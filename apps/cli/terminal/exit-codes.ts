/** Exit codes of every command. They are part of what scripts rely on. */
export const EXIT = {
  done: 0,
  /** Refused or failed: nothing changed beyond what the message says. */
  failed: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** An import finished, but some rows were rejected. */
  rejects: 3,
  /** A part of the server failed, and the server ended. */
  partFailed: 4,
} as const;

export const EXIT_CODES_HELP = `
Exit codes:
  0  done
  1  refused or failed; standard error says what happened, where and what to do
     (for pathway lint, test and diff, the answer does)
  2  the command line or the configuration is wrong
  3  the import finished, but some rows were rejected (they are in the rejects file)
  4  a part of the server failed, and the server ended; the log names the part`;
