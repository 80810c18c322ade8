/** Problems of files, each on a line that editors and terminals can jump to. */
import type { Problem } from '#pathway';
import { counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

export interface LintAnswer {
  readonly files: readonly { readonly file: string; readonly problems: readonly Problem[] }[];
  readonly errors: number;
  readonly warnings: number;
}

export function renderProblems(page: Page, { files, errors, warnings }: LintAnswer): Page {
  for (const { file, problems } of files) {
    for (const problem of problems) page.line(problemLine(file, problem, page));
  }
  const checked = `${counted(files.length, 'file')} checked`;
  if (errors + warnings === 0) return page.line(`${checked}, no problems found.`);
  return page
    .gap()
    .line(`${checked}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`);
}

/** `fi-back-pain.yaml:12:5: error: duties[0].within: what (advice) [code]`. */
export function problemLine(file: string, problem: Problem, page?: Page): string {
  const { line, column, path, code, severity, message, advice } = problem;
  const tone = severity === 'error' ? 'red' : 'yellow';
  const kind = page === undefined ? severity : page.tone(tone, severity);
  const what = path === '' ? message : `${path}: ${message}`;
  const help = advice === undefined ? '' : ` (${advice})`;
  return `${file}:${line}:${column}: ${kind}: ${what}${help} [${code}]`;
}
