/** What a file would become if it were imported. */
import type { ImportPreview } from '#exchange';
import { count, counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { formatNotes } from './import.js';

const DATA_CHARACTERS = 200;

export async function renderPreview(page: Page, files: readonly ImportPreview[]): Promise<Page> {
  for (const preview of files) await renderFile(page, preview);
  return page.line('Nothing was recorded.');
}

async function renderFile(page: Page, preview: ImportPreview): Promise<void> {
  const { file, format, log, system, events, lookedAt, rejected, rejects, notes } = preview;
  page.title(`${file} as ${format}, log ${log}, patients identified by ${system}`);
  await page.table(
    [
      { title: 'line', right: true },
      { title: 'patient', right: true },
      { title: 'type' },
      { title: 'occurred' },
      { title: 'pathway' },
      { title: 'data' },
    ],
    events.map(({ line, patient, event }) => [
      count(line),
      count(patient),
      event.version === 1 ? event.type : `${event.type}.v${event.version}`,
      event.occurredAt,
      event.pathway ?? '',
      cut(JSON.stringify(event.data)),
    ]),
  );
  page.line(`Looked at ${counted(lookedAt, 'event')}; ${count(rejected)} would be rejected.`);
  for (const { line, reason } of rejects) page.line(`  line ${line}: ${reason}`);
  for (const line of formatNotes(file, notes)) page.line(line);
  if (preview.malformed !== undefined) page.line(page.tone('yellow', preview.malformed));
  page.gap();
}

function cut(text: string): string {
  return text.length <= DATA_CHARACTERS ? text : `${text.slice(0, DATA_CHARACTERS)}…`;
}
