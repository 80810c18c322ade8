/**
 * Definitions and their scenarios on the disk: `back-pain.yaml` and, beside it,
 * `back-pain.scenarios.yaml`. A folder stands for the definitions that lie in it.
 */
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const YAML = /[.]ya?ml$/;
const SCENARIOS = /[.]scenarios([.]ya?ml)$/;

export function isScenarios(file: string): boolean {
  return SCENARIOS.test(file);
}

/** The definition that a file of scenarios belongs to; a definition is its own. */
export function definitionFile(file: string): string {
  return file.replace(SCENARIOS, '$1');
}

/** Where the scenarios of a definition belong. */
export function scenariosFile(definition: string): string {
  return definition.replace(YAML, '.scenarios$&');
}

/**
 * The definitions that are meant, each once, in the order given; those of a folder by name.
 * @throws the system's error (ENOENT, …) where a file or folder is not there
 */
export async function definitionFiles(names: readonly string[]): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const name of names) {
    if (!(await stat(name)).isDirectory()) files.add(definitionFile(name));
    else {
      const entries = (await readdir(name)).filter((entry) => YAML.test(entry));
      for (const entry of entries.sort()) files.add(definitionFile(join(name, entry)));
    }
  }
  return [...files];
}

/** The text of a file; undefined where there is none. */
export async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
