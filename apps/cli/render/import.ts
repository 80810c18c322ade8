/** What became of imported files, and where to look next. */
import type { ImportNote, ImportReport } from '#exchange';
import { count, counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

/** The answer: one report per file, in the order given, up to the first that could not be read to its end. */
export interface ImportAnswer {
  readonly files: readonly ImportReport[];
  /** Last position of the log afterwards. */
  readonly position: string | null;
}

export async function renderImport(
  page: Page,
  { files, position }: ImportAnswer,
  folder: string,
): Promise<Page> {
  await page.table(
    [
      { title: 'file', whole: true },
      { title: 'log' },
      { title: 'cases', right: true },
      { title: 'events', right: true },
      { title: 'new', right: true },
      { title: 'already there', right: true },
      { title: 'rejected', right: true },
      { title: 'decisions', right: true },
    ],
    files.map(({ file, log, cases, events, accepted, repeated, refused, decisions }) => [
      file,
      log,
      ...[cases, events, accepted, repeated, refused, decisions].map(count),
    ]),
  );
  for (const report of files) rejects(page, report);
  for (const { file, keptAsText } of files) {
    if (keptAsText === 0) continue;
    page.line(
      `${counted(keptAsText, 'number')} of ${file} kept as text: no double is exactly that.`,
    );
  }
  for (const { file, notes = [] } of files) {
    for (const line of formatNotes(file, notes)) page.line(line);
  }
  for (const { file, warnings = [] } of files) {
    for (const { events, message } of warnings)
      page.line(page.tone('yellow', `${counted(events, 'event')} of ${file}: ${message}`));
  }
  const [first] = files;
  if (first !== undefined && first.format !== 'ndjson') {
    page.line(
      `A patient is named by "${first.system}|" and the case, for example: stafett replay "${first.system}|…"`,
    );
  }
  return page.line(
    page.tone('dim', `The log in ${folder} is now at position ${position ?? 'none'}.`),
  );
}

/** Kinds of notes that are about the file as a whole. */
const OF_FILE: ReadonlySet<string> = new Set(['columns-recognised', 'epoch-times']);

/** Notes of one kind beyond these are counted only. */
const OF_A_KIND = 5;

export function formatNotes(file: string, notes: readonly ImportNote[]): readonly string[] {
  return [...Map.groupBy(notes, ({ code }) => code).values()].flatMap((kind) => {
    const lines = kind.slice(0, OF_A_KIND).map((note) => formatNote(file, note));
    const more = kind.length - lines.length;
    return more === 0
      ? lines
      : [...lines, `… and ${count(more)} more of this kind: --json has all.`];
  });
}

function formatNote(file: string, { code, events, message }: ImportNote): string {
  return OF_FILE.has(code)
    ? `${file}: ${message}`
    : `${counted(events, 'event')} of ${file}: ${message}`;
}

function rejects(page: Page, { refused, rejects: path, examples }: ImportReport): void {
  if (refused === 0) return;
  const all = `${counted(refused, 'row')} rejected, written to ${path ?? 'the rejects file'}:`;
  page.line(page.tone('yellow', all));
  for (const { line, reason } of examples) page.line(`  line ${line}: ${reason}`);
  page.gap();
}
