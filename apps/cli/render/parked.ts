/** Parked sequences: the list, the record of one patient, and what became of a release. */
import type { ParkedList, ParkedRecord, ReleasedParked } from '#engine';
import type { SetAsideList } from '../../composition/operations/set-aside.js';
import { count, counted, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { noteMoreRows } from './rows.js';
import { renderSetAsideList } from './set-aside.js';

export async function renderParkedList(
  page: Page,
  { records, ...list }: ParkedList & { readonly records: SetAsideList },
): Promise<Page> {
  page.title('Parked sequences');
  if (list.total === 0 && records.total === 0) return page.line('Nothing is parked.');
  if (list.total > 0) await renderSequences(page, list);
  return records.total > 0 ? renderSetAsideList(page, records) : page;
}

async function renderSequences(page: Page, list: ParkedList): Promise<Page> {
  const { total, byProcessor, sequences } = list;
  const each = Object.entries(byProcessor).map(([name, n]) => `${count(n)} for ${name}`);
  page.line(`${page.tone('bold', counted(total, 'sequence'))}: ${each.join(', ')}.`).gap();
  await page.table(
    [
      { title: 'parked' },
      { title: 'processor' },
      { title: 'patient', whole: true },
      { title: 'at position', right: true },
      { title: 'attempt', right: true },
      { title: 'reason' },
    ],
    sequences.map(({ parkedAt, processor, patient, position, attempt, code, message }) => [
      whenText(parkedAt),
      processor,
      patient,
      position,
      String(attempt),
      `${code}: ${message}`,
    ]),
  );
  noteMoreRows(page, sequences.length, total);
  return page.line('For details: stafett parked show PATIENT');
}

export function renderParked(page: Page, { patient, parkedFor, record }: ParkedRecord): Page {
  page.title(`Parked events of ${patient}`);
  page
    .line(
      parkedFor.length === 0
        ? 'Nothing is parked now.'
        : `Parked now for ${parkedFor.join(' and ')}.`,
    )
    .gap();
  for (const { processor, position, code, message, attempt, parkedAt, event, release } of record) {
    const times = attempt === 1 ? '' : `, attempt ${attempt}`;
    page.line(`${page.tone('bold', whenText(parkedAt))} parked for ${processor}${times}`);
    page.line(
      `  at position ${position}` +
        (event === null
          ? ', which is not in this log'
          : `: ${event.type ?? 'damaged'}, ${event.stream}`),
    );
    page.line(`  ${code}: ${message}`);
    if (event?.data !== undefined) page.line(`  ${JSON.stringify(event.data)}`);
    if (release !== null) {
      const { kind, at, author, reason, position: where } = release;
      page.line(`  ${whenText(at)} ${kind} by ${author}: ${reason} (position ${where})`);
    }
    page.gap();
  }
  return page;
}

/** @param serverRuns whether the release went through a running server */
export function renderRelease(
  page: Page,
  { status, processor, parked, position }: ReleasedParked,
  serverRuns: boolean,
): Page {
  const what = `what was parked for ${processor} at position ${parked}`;
  const next = serverRuns
    ? 'The server is processing it now.'
    : 'It will be processed when a server starts.';
  const sentence =
    status === 'repeated'
      ? `This had already been done; nothing changed for ${what}.`
      : `${status === 'retried' ? 'To be tried again' : 'Discarded'}: ${what}. ${next}`;
  return page.line(sentence).line(page.tone('dim', `position ${position}`));
}
