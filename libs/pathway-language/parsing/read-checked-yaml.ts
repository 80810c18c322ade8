/**
 * Small YAML files that operators write, such as mappings: read and checked like a definition,
 * so that every problem has its line and column.
 */
import type { Static, TObject } from 'typebox';
import type { DocumentPath } from './problem-list.js';
import { addShapeProblems } from './shape-problems.js';
import { readYaml } from './yaml-document.js';

/** Lines and columns count from 1. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ReportProblem = (path: DocumentPath, message: string) => void;

/**
 * @param schema of the forms that `shape.ts` lists
 * @param checkMeaning what the schema cannot say; called only for a value that fits it
 * @returns every problem where there are any, in the order of the file
 */
export function readCheckedYaml<Schema extends TObject>(
  text: string,
  schema: Schema,
  checkMeaning: (value: Static<Schema>, report: ReportProblem) => void,
): { readonly value: Static<Schema> } | { readonly problems: readonly YamlProblem[] } {
  const { value, problems, broken } = readYaml(text);
  if (!broken) addShapeProblems(schema, value, [], problems);
  if (problems.size === 0) {
    checkMeaning(value as Static<Schema>, (path, message) =>
      problems.add(path, { code: 'wrong-value', message }, 'key'),
    );
  }
  if (problems.size === 0) return { value: value as Static<Schema> };
  return {
    problems: problems.sorted().map(({ line, column, message, advice }) => ({
      line,
      column,
      message: advice === undefined ? message : `${message}; ${advice}`,
    })),
  };
}
