/** What became of imported files, and where to look next. */
import type { ImportReport } from '#exchange';
import type { Page } from '../terminal/page.js';
import { count, counted } from '../terminal/format.js';

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
      { title: 'file' },
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
      count(cases),
      count(events),
      count(accepted),
      count(repeated),
      count(refused),
      count(decisions),
    ]),
  );
  for (const report of files) rejects(page, report);
  for (const { file, keptAsText } of files) {
    if (keptAsText === 0) continue;
    page.line(
      `${counted(keptAsText, 'number')} of ${file} kept as text: no double is exactly that.`,
    );
  }
  const [first] = files;
  if (first !== undefined && first.format !== 'ndjson') {
    page.line(
      `Patients are named by "${first.system}|" and their case: stafett replay "${first.system}|…"`,
    );
  }
  return page.line(page.tone('dim', `At position ${position ?? 'none'} of the log in ${folder}.`));
}

function rejects(page: Page, { refused, rejects: path, examples }: ImportReport): void {
  if (refused === 0) return;
  page.line(
    page.tone(
      'yellow',
      `${counted(refused, 'row')} rejected, all in ${path ?? 'the rejects file'}:`,
    ),
  );
  for (const { line, reason } of examples) page.line(`  line ${line}: ${reason}`);
  page.gap();
}
