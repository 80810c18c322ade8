/**
 * Small YAML files that operators write, such as mappings: checked against a schema, and
 * every problem carries its line and column.
 */
import type { Static, TObject } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { closestName } from '#care-event';

/** Lines and columns count from 1. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ReportProblem = (path: readonly string[], message: string) => void;

export interface YamlForm<T extends TObject> {
  /** What such a file is called in a sentence. */
  readonly what: string;
  readonly keys: readonly string[];
  readonly validator: Validator<Record<never, never>, T>;
}

export function formOf<T extends TObject>(what: string, schema: T): YamlForm<T> {
  return { what, keys: Object.keys(schema.properties), validator: Compile(schema) };
}

/**
 * @param checkMeaning what the schema cannot say; called only for a value that holds to it
 * @returns every problem where there are any, in the order of the file
 */
export function readCheckedYaml<T extends TObject>(
  yaml: string,
  form: YamlForm<T>,
  checkMeaning: (value: Static<T>, at: ReportProblem) => void,
): { readonly value: Static<T> } | { readonly problems: readonly YamlProblem[] } {
  const { what, keys, validator } = form;
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true });
  const problems: YamlProblem[] = document.errors.map(({ message, linePos }) => ({
    line: linePos?.[0].line ?? 1,
    column: linePos?.[0].col ?? 1,
    message: message.split('\n')[0] ?? message,
  }));
  if (problems.length > 0) return { problems };
  const at: ReportProblem = (path, message) => {
    problems.push({ ...place(document, lines, path), message });
  };
  refuseAliases(document, lines, what, problems);
  if (problems.length > 0) return { problems };
  const value: unknown = document.toJS();
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    at([], `a ${what} is a list of keys with their values (${keys.join(', ')})`);
    return { problems };
  }
  if (validator.Check(value)) checkMeaning(value, at);
  else checkForm(value, form, at);
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return problems.length > 0 ? { problems } : { value: value as Static<T> };
}

/** One sentence per place: a value that fits none of several forms is told once, not once per form. */
function checkForm<T extends TObject>(
  value: unknown,
  { what, keys, validator }: YamlForm<T>,
  at: ReportProblem,
): void {
  const errors = validator.Errors(value);
  const told = new Set<string>();
  const tell = (path: readonly string[], message: string): void => {
    const key = path.join('/');
    if (told.has(key)) return;
    told.add(key);
    at(path, message);
  };
  for (const error of errors) {
    const path = error.instancePath.split('/').slice(1).map(unescapePointer);
    if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties) {
        const advice = path.length === 0 ? closestName(name, keys) : undefined;
        const hint = advice === undefined ? '' : `: did you mean ${advice}?`;
        tell([...path, name], `the key ${name} is not known here${hint}`);
      }
    }
  }
  for (const error of errors) {
    // These repeat, less clearly, what the others say.
    if (['boolean', 'anyOf', 'additionalProperties'].includes(error.keyword)) continue;
    const path = error.instancePath.split('/').slice(1).map(unescapePointer);
    const key = path.join('/');
    if ([...told].some((other) => other.startsWith(`${key}/`))) continue;
    const forms = errors.filter(
      ({ keyword, instancePath }) => keyword === 'type' && instancePath === error.instancePath,
    );
    const otherwise = errors.find(
      ({ keyword, instancePath }) =>
        instancePath === error.instancePath && (keyword === 'required' || keyword === 'const'),
    );
    const message =
      otherwise?.message ??
      (forms.length > 1 ? forms.map((form) => form.message).join(' or ') : error.message);
    tell(path, `${path.at(-1) ?? `the ${what}`} ${message}`);
  }
  if (told.size === 0) at([], `the ${what} is not of the form it should have`);
}

/** Aliases could make a small file huge, and no such file needs any. */
function refuseAliases(
  document: Document,
  lines: LineCounter,
  what: string,
  problems: YamlProblem[],
): void {
  visit(document, {
    Alias: (_, { range }) => {
      const { line, col } = lines.linePos(range?.[0] ?? 0);
      problems.push({ line, column: col, message: `an alias (*) is not accepted in a ${what}` });
      return visit.BREAK;
    },
  });
}

/** Where that part stands in the file: its key if it has one, else the nearest part around it. */
function place(
  document: Document,
  lines: LineCounter,
  path: readonly string[],
): { line: number; column: number } {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === name)
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
