/**
 * Errors as people and scripts get them: what happened, where, and what to do, on standard
 * error; with --json as one JSON object. Typed errors of the libraries carry a stable code and
 * a message that stands on its own; this adds advice on what to do on the command line.
 */
import { types } from 'node:util';
import { CommanderError } from 'commander';
import {
  messageWithoutContent,
  withoutPatients,
} from '../../composition/logging/without-patients.js';
import { EXIT } from './exit-codes.js';
import type { Io } from './io.js';
import { printable } from './printable.js';

/** A refusal that the command line itself makes, or passes on. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: {
      readonly advice?: string;
      readonly exit?: number;
      /** Further keys of the JSON form. */
      readonly data?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(message);
  }
}

/** A wrong command line: exit code 2. */
export function usage(message: string, advice?: string): Refused {
  return new Refused('usage', message, {
    exit: EXIT.usage,
    ...(advice === undefined ? {} : { advice }),
  });
}

interface Described {
  readonly code: string;
  readonly message: string;
  readonly advice?: string | undefined;
  readonly exit: number;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

const ADVICE: Readonly<Record<string, string>> = {
  'unknown-pathway':
    'Publish it with: stafett pathway publish FILE.yaml. To see what is published: stafett pathway list',
  'unknown-key': 'Leave out --key to see which keys there are.',
  'unknown-patient':
    'Give a pseudonym (stafett stalls shows them) or an identifier as "system|value".',
  'mapping-needed':
    'stafett mapping FILE > mapping.yaml; check it, and pass it with --map mapping.yaml.',
  'store-full':
    'Free some disk space and run the command again. Everything accepted so far is kept.',
  EACCES: 'Check the owner and the permissions of the file or folder.',
  EPERM: 'Check the owner and the permissions of the file or folder.',
  ENOENT: 'Check the path.',
  ENOTDIR: 'A part of the path is a file, not a folder: check the path.',
  EROFS: 'The file system is read-only: mount it writable, or use a copy.',
  EMFILE: 'Raise the limit of open files (ulimit -n).',
  ENFILE: 'Too many files are open on this machine: raise its limit.',
  EISDIR: 'Name a file, not a folder.',
  ENOSPC: 'Free some disk space and run the command again. Everything accepted so far is kept.',
  EADDRINUSE: 'Stop the program that uses it, or choose another port with --port.',
};

/** What is wrong is a file that configures the program, as the command line does. */
const CONFIGURATION_CODES: ReadonlySet<string> = new Set(['delivery-config-invalid']);

/** Describes any thrown value; what has no code of its own is a fault in this program. */
export function describeError(error: unknown): Described {
  if (error instanceof Refused) {
    const { advice, exit = EXIT.failed, data } = error.details;
    return {
      code: error.code,
      message: error.message,
      exit,
      data,
      advice: advice ?? ADVICE[error.code],
    };
  }
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').replace(/\n\((.*)\)$/, '. $1');
    return {
      code: 'usage',
      message,
      exit: EXIT.usage,
      advice: 'For help: stafett --help, or --help after a command.',
    };
  }
  if (isError(error) && /\bEMFILE\b|too many open files/.test(error.message)) {
    const message = 'Too many files are open.';
    return { code: 'EMFILE', message, exit: EXIT.failed, advice: ADVICE['EMFILE'] };
  }
  if (isError(error) && hasCode(error)) {
    const { code, message } = error;
    const exit = CONFIGURATION_CODES.has(code) ? EXIT.usage : EXIT.failed;
    return { code, message, exit, advice: ADVICE[code] };
  }
  const message = isError(error) ? stackOf(error) : 'What was thrown is not an error.';
  return {
    code: 'internal',
    message: `Internal error: ${message}`,
    advice: 'Please report this, with the command you ran.',
    exit: EXIT.failed,
  };
}

/** One of another realm is native, and one that came out of a thread an instance. */
function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

/** Nothing of what it was given, which may be about a patient. */
function stackOf(error: Error): string {
  const message = messageWithoutContent(error);
  return withoutPatients(error.stack?.replace(error.message, message) ?? message);
}

/** Codes that mean something to users: our own (`store-locked`) and the system's (`ENOSPC`). */
const KNOWN_CODE = /^([a-z][a-z0-9-]*|E[A-Z]+)$/;

function hasCode(error: Error): error is Error & { code: string } {
  return 'code' in error && typeof error.code === 'string' && KNOWN_CODE.test(error.code);
}

/** Writes the error and returns the exit code. */
export function reportError(error: unknown, io: Io, asJson: boolean): number {
  const { code, message, advice, exit, data } = describeError(error);
  if (asJson) {
    const body = { error: { code, message, ...(advice === undefined ? {} : { advice }), ...data } };
    io.stderr.write(`${JSON.stringify(body)}\n`);
  } else {
    const text = `stafett: ${message}\n${advice === undefined ? '' : `  ${advice}\n`}`;
    io.stderr.write(printable(text));
  }
  return exit;
}
