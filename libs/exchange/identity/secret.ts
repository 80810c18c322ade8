/**
 * The tenant's secret: 32 random bytes in a file of their own, made on first use.
 * Who holds it can find a patient's pseudonym; who loses it can never again match new
 * reports to the patients already in the log. It is backed up apart from the log.
 */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';

const SECRET_BYTES = 32;

/** The secret file is there but must not be used. */
export class SecretRefused extends Error {
  override readonly name = 'SecretRefused';
  constructor(
    readonly code: 'readable-by-others' | 'wrong-size' | 'not-a-file',
    readonly file: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads the secret, or makes it with mode 600. Safe when two processes start at once:
 * the file appears whole or not at all, and both end with the same secret.
 * @throws SecretRefused when others may read the file, or it is not 32 bytes long
 */
export async function loadOrCreateSecret(file: string): Promise<Uint8Array> {
  try {
    return await loadSecret(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  await createSecret(file);
  return loadSecret(file);
}

async function loadSecret(file: string): Promise<Uint8Array> {
  const handle = await fs.open(file, 'r');
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) {
      throw new SecretRefused(
        'not-a-file',
        file,
        `${file} should be the file with the secret, but it is not a file.`,
      );
    }
    // Windows has no such mode bits; there the folder's access list guards the file.
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
      const mode = (stat.mode & 0o777).toString(8);
      throw new SecretRefused(
        'readable-by-others',
        file,
        `${file} can be read by others (mode ${mode}). Anybody who has it can identify patients: ` +
          `find out who has read it, then run chmod 600 on it.`,
      );
    }
    const secret = await handle.readFile();
    if (secret.length !== SECRET_BYTES) {
      throw new SecretRefused(
        'wrong-size',
        file,
        `${file} holds ${secret.length} bytes, but the secret has ${SECRET_BYTES}: ` +
          `bring it back from its backup. A new secret would give every patient a new pseudonym.`,
      );
    }
    return new Uint8Array(secret);
  } finally {
    await handle.close();
  }
}

/** Writes beside the place and links into it, which only the first of two can do. */
async function createSecret(file: string): Promise<void> {
  const folder = path.dirname(file);
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}.new`;
  const handle = await fs.open(draft, 'wx', 0o600);
  try {
    try {
      await handle.writeFile(randomBytes(SECRET_BYTES));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.link(draft, file).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await fs.rm(draft, { force: true });
  }
  await syncFolder(folder);
}

/** Without this a power failure could take the file's name away after it was used. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
