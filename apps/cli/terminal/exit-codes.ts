/** Exit codes of every command. They are part of what scripts rely on. */
export const EXIT = {
  done: 0,
  /** Refused or failed: nothing was changed beyond what the message says. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** An import went through, but some rows were rejected. */
  rejects: 3,
} as const;

export const EXIT_CODES_HELP = `
Exit codes:
  0  done
  1  refused or failed; standard error says what, where and what to do
     (pathway lint and test: the answer does)
  2  the command line is wrong
  3  import finished, and some rows were rejected (the rejects file names them)`;
