/** One problem of a file on one line, as editors and terminals jump to it. */
import type { Problem } from '#pathway';
import type { Page } from '../terminal/page.js';

/** `back-pain.yaml:12:5: error: duties[0].within: what (advice) [code]`. */
export function problemLine(file: string, problem: Problem, page?: Page): string {
  const { line, column, path, code, severity, message, advice } = problem;
  const tone = severity === 'error' ? 'red' : 'yellow';
  const kind = page === undefined ? severity : page.tone(tone, severity);
  const what = path === '' ? message : `${path}: ${message}`;
  const help = advice === undefined ? '' : ` (${advice})`;
  return `${file}:${line}:${column}: ${kind}: ${what}${help} [${code}]`;
}
