/**
 * Definitions and their scenarios on disk: `fi-back-pain.yaml` and, beside it,
 * `fi-back-pain.scenarios.yaml`. A folder stands for the definitions in it.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '#pathway';
import { unreadable } from './text-file.js';

const YAML = /[.]ya?ml$/;
const SCENARIOS = /[.]scenarios([.]ya?ml)$/;

export function isScenarios(file: string): boolean {
  return SCENARIOS.test(file);
}

/** The definition that a file of scenarios belongs to; a definition is its own. */
export function definitionFile(file: string): string {
  return file.replace(SCENARIOS, '$1');
}

/** Where the scenarios of a definition belong; undefined if its name does not end in .yaml. */
export function scenariosFile(definition: string): string | undefined {
  return YAML.test(definition) ? definition.replace(YAML, '.scenarios$&') : undefined;
}

/**
 * The definitions that are meant, each once, in the order given; those of a folder by name.
 * @throws Refused if a file or folder does not exist or may not be read
 */
export async function definitionFiles(names: readonly string[]): Promise<readonly string[]> {
  return [...new Set((await yamlFiles(names)).map(definitionFile))];
}

/**
 * Definitions and scenarios, each once, in the order given; those of a folder by name.
 * @throws Refused if a file or folder does not exist or may not be read
 */
export async function yamlFiles(names: readonly string[]): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const name of names) {
    if (!(await isFolder(name))) files.add(name);
    else {
      const entries = (await readdir(name)).filter((entry) => YAML.test(entry));
      for (const entry of entries.sort()) files.add(join(name, entry));
    }
  }
  return [...files];
}

/** What is wrong with scenarios that have no definition. */
export function missingDefinition(definition: string): Problem {
  const message = `there is no valid definition ${definition} for these scenarios to test`;
  return { line: 1, column: 1, path: '', code: 'no-definition', severity: 'error', message };
}

async function isFolder(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isDirectory();
  } catch (error) {
    throw unreadable(name, error);
  }
}
