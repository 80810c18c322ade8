/**
 * The files and variables that `delivery.yaml` and `kafka.yaml` name: secrets and certificates.
 * What is wrong with one is said without what stands in it.
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isSigningSecret } from '#exchange/webhook';

/** Bytes of a file of certificates. */
const CERTIFICATES_BYTES_MAX = 256 * 1024;

/** Where a secret stands: one of both. */
export interface WrittenSecret {
  readonly file?: string | undefined;
  readonly env?: string | undefined;
}

/** What is wrong with one of these, without what stands in it. */
class Unusable extends Error {}

/** Undefined where it cannot be used; why is reported. */
export function attempt(read: () => string, report: (message: string) => void): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unusable) report(error.message);
    else report(`it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'fault'})`);
    return undefined;
  }
}

export function readSecret(
  { file, env: name }: WrittenSecret,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const secret = readPassword({ file, env: name }, folder, env);
  if (isSigningSecret(secret)) return secret;
  throw new Unusable('it holds no secret: whsec_ and 24 to 64 bytes in base64');
}

export function readPassword(
  { file, env: name }: WrittenSecret,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if ((file === undefined) === (name === undefined)) {
    throw new Unusable('a secret is named by either file or env');
  }
  const text = file === undefined ? env[name ?? ''] : readGuarded(resolve(folder, file));
  if (text === undefined) throw new Unusable(`the environment has no variable ${name}`);
  const password = text.trim();
  if (password === '') throw new Unusable('it is empty');
  return password;
}

export function readGuarded(file: string): string {
  // Windows has no such mode bits; there the folder's access list guards the file.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Unusable('others can read the file: run chmod 600 on it, and change the secret');
  }
  return readFileSync(file, 'utf8');
}

export function readCertificates(file: string): string {
  const { size } = statSync(file);
  const text = size > CERTIFICATES_BYTES_MAX ? '' : readFileSync(file, 'utf8');
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new Unusable('it holds no certificates in PEM');
}
