/**
 * Reads a place as people write it: `sqlite:./data`, `postgres://user@host/database` or
 * `esdb://host:2113`. A password comes in a file that is named, or in the environment; it is
 * never repeated in a message.
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Place } from './places.js';

export interface PlaceContext {
  /** What relative paths are reckoned from. */
  readonly folder: string;
  /** The data folder: what `sqlite:` alone stands for. */
  readonly data: string;
  /** Whether others may see the text: a command line is in the list of processes, a file in a backup. */
  readonly seenByOthers: boolean;
}

/** It cannot be used; the message says why and what to write instead. */
export class PlaceInvalid extends Error {
  override readonly name = 'PlaceInvalid';
  readonly code = 'place-invalid';
}

export const PLACE_FORMS =
  'sqlite:./folder, postgres://user@host:5432/database or esdb://host:2113';

const PASSWORD_FILE = 'password-file';
const PASSWORD_BYTES_MAX = 1_024;
const SERVERS = { 'postgres:': 'postgres', 'postgresql:': 'postgres' } as const;

/** @throws PlaceInvalid */
export function parsePlace(text: string, context: PlaceContext): Place {
  const { folder, data } = context;
  if (text.startsWith('sqlite:')) {
    const path = text.slice('sqlite:'.length);
    return { kind: 'sqlite', folder: path === '' ? resolve(data) : resolve(folder, path) };
  }
  const kind = /^esdb([+]discover)?:/.test(text)
    ? ('eventstoredb' as const)
    : SERVERS[/^[a-z]+:/.exec(text)?.[0] as keyof typeof SERVERS];
  if (kind === undefined) throw new PlaceInvalid(`it must be ${PLACE_FORMS}`);
  const { address, password } = withoutPassword(text, context);
  return { kind, address, ...(password === undefined ? {} : { password }) };
}

/** `scheme://user:password@rest?parameters`; several hosts may stand in it, which no URL has. */
const PARTS = /^([a-z+]+:\/\/)(?:([^@/?#]*)@)?([^?#@]+)(?:[?]([^#]*))?$/;

function withoutPassword(
  text: string,
  { folder, seenByOthers }: PlaceContext,
): { readonly address: string; readonly password: string | undefined } {
  const [, scheme, login, rest, query = ''] = PARTS.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) {
    throw new PlaceInvalid(
      `it must be ${PLACE_FORMS}; in a user or a password write @ as %40, / as %2F and ? as %3F`,
    );
  }
  const [user, written] = login === undefined ? [] : splitOnce(login, ':');
  if (written !== undefined && seenByOthers) {
    throw new PlaceInvalid(
      'it holds a password where others can see it: name a file that holds it, as in ' +
        `${scheme}${user}@…?${PASSWORD_FILE}=/run/secrets/database, or give the whole in the environment`,
    );
  }
  const parameters = query.split('&').filter((each) => each !== '');
  const others = parameters.filter((each) => splitOnce(each, '=')[0] !== PASSWORD_FILE);
  const named = parameters.find((each) => splitOnce(each, '=')[0] === PASSWORD_FILE);
  const file = named === undefined ? undefined : decoded(splitOnce(named, '=')[1] ?? '');
  if (file !== undefined && written !== undefined)
    throw new PlaceInvalid(`it has a password and ${PASSWORD_FILE}: leave out one of them`);
  const address =
    scheme +
    (user === undefined ? '' : `${user}@`) +
    rest +
    (others.length === 0 ? '' : `?${others.join('&')}`);
  const password =
    file === undefined
      ? written === undefined
        ? undefined
        : decoded(written)
      : readPassword(resolve(folder, file));
  return { address, password };
}

function splitOnce(text: string, at: string): readonly [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + at.length)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PlaceInvalid('it has a % that begins no character: write % itself as %25');
  }
}

function readPassword(file: string): string {
  let text: string;
  try {
    const { mode, size } = statSync(file);
    // Windows has no such mode bits; there the folder's access list guards the file.
    if (process.platform !== 'win32' && (mode & 0o007) !== 0)
      throw new PlaceInvalid(
        `everybody on this machine can read ${file}: run chmod o= on it, and change the password`,
      );
    text = size > PASSWORD_BYTES_MAX ? '' : readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof PlaceInvalid) throw error;
    const { code = 'fault' } = error as NodeJS.ErrnoException;
    throw new PlaceInvalid(`the file ${file} with its password cannot be read (${code})`);
  }
  if (text === '') throw new PlaceInvalid(`${file} holds no password: a line of up to 1024 bytes`);
  return text;
}
