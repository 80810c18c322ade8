/** A file of settings that need not be there, unless somebody named it. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

export interface NamedFile {
  readonly file?: string | undefined;
  readonly defaultFile: string;
}

/**
 * @returns undefined when there is no such file and nobody asked for it by name
 * @throws the system's errors for a file that cannot be read
 */
export async function readNamedFile({
  file,
  defaultFile,
}: NamedFile): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const path = resolve(file ?? defaultFile);
  try {
    return { path, text: await readFile(path, 'utf8') };
  } catch (error) {
    if (file === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
