/** What is parked, for people: the list, and the record of one patient. */
import type { ParkedList, ParkedRecord } from '#engine';
import type { Page } from '../terminal/page.js';
import { count, counted } from '../terminal/format.js';

export async function renderParkedList(page: Page, list: ParkedList): Promise<Page> {
  const { total, byProcessor, sequences } = list;
  page.title('Parked sequences');
  if (total === 0) return page.line('Nothing is parked.');
  const each = Object.entries(byProcessor).map(([name, n]) => `${count(n)} for ${name}`);
  page.line(`${page.tone('bold', counted(total, 'sequence'))}: ${each.join(', ')}.`).gap();
  await page.table(
    [
      { title: 'parked' },
      { title: 'for' },
      { title: 'patient' },
      { title: 'at event', right: true },
      { title: 'attempt', right: true },
      { title: 'why' },
    ],
    sequences.map(({ parkedAt, processor, patient, position, attempt, code, message }) => [
      minute(parkedAt),
      processor,
      patient,
      position,
      String(attempt),
      `${code}: ${message}`,
    ]),
  );
  if (sequences.length < total) {
    page.line(`The ${sequences.length} longest of ${count(total)}; more with --limit.`);
  }
  return page.line('What it is about: stafett parked show PATIENT');
}

export function renderParked(page: Page, { patient, parkedFor, record }: ParkedRecord): Page {
  page.title(`Parked of ${patient}`);
  page
    .line(parkedFor.length === 0 ? 'Nothing is parked now.' : `Parked for ${parkedFor.join(', ')}.`)
    .gap();
  for (const { processor, position, code, message, attempt, parkedAt, event, release } of record) {
    const times = attempt === 1 ? '' : `, attempt ${attempt}`;
    page.line(`${page.tone('bold', minute(parkedAt))} parked for ${processor}${times}`);
    page.line(
      `  at position ${position}` +
        (event === null ? ', which is not in this log' : `: ${event.type}, ${event.stream}`),
    );
    page.line(`  ${code}: ${message}`);
    if (event?.data !== undefined) page.line(`  ${JSON.stringify(event.data)}`);
    if (release !== null) {
      const { kind, at, author, reason, position: where } = release;
      page.line(`  ${minute(at)} ${kind} by ${author}: ${reason} (position ${where})`);
    }
    page.gap();
  }
  return page;
}

function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}
