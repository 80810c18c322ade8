/** Records from Kafka that were set aside: the list, one of them, and what became of a release. */
import type { SetAsideReleased } from '#exchange/kafka';
import type { SetAsideDto, SetAsideList } from '../../composition/operations/set-aside.js';
import { counted, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { noteMoreRows } from './rows.js';

/** What is given in place of a patient: no system of identifiers goes on without a "|". */
export function isRecordName(text: string): boolean {
  return text.startsWith('kafka:') && !text.includes('|');
}

export async function renderSetAsideList(
  page: Page,
  { total, records }: SetAsideList,
): Promise<Page> {
  page
    .gap()
    .line(page.tone('bold', `${counted(total, 'record')} from Kafka set aside.`))
    .gap();
  await page.table(
    [
      { title: 'set aside' },
      { title: 'record', whole: true },
      { title: 'attempt', right: true },
      { title: 'reason' },
    ],
    records.map(({ setAsideAt, record, attempts, code, message }) => [
      whenText(setAsideAt),
      record,
      String(attempts),
      `${code}: ${message}`,
    ]),
  );
  noteMoreRows(page, records.length, total);
  return page.line('For details: stafett parked show RECORD');
}

export function renderSetAside(page: Page, record: SetAsideDto): Page {
  const { attempts, code, message, setAsideAt, timestamp, faults, key, value, headers } = record;
  page.title(record.record);
  page.line(
    `Written ${whenText(timestamp)}, set aside ${whenText(setAsideAt)}, attempt ${attempts}`,
  );
  page.line(`  ${code}: ${message}`);
  for (const fault of faults) page.line(`  ${fault.path} ${fault.message}`);
  if (headers === undefined) return page;
  page.gap().line(`key: ${decoded(key)}`);
  for (const [name, values] of Object.entries(headers))
    for (const each of values) page.line(`${name}: ${decoded(each)}`);
  return page.line(`value: ${decoded(value)}`);
}

export function renderSetAsideRelease(
  page: Page,
  { status, record }: Extract<SetAsideReleased, { readonly record: string }>,
): Page {
  const became = {
    accepted: 'Recorded',
    repeated: 'Already recorded, so no longer set aside',
    discarded: 'Discarded',
  } as const;
  return page.line(`${became[status]}: ${record}.`);
}

/** As JSON has it: nothing in it is obeyed by a terminal. */
function decoded(base64: string | null | undefined): string {
  if (base64 === null || base64 === undefined) return 'none';
  return JSON.stringify(Buffer.from(base64, 'base64').toString('utf8'));
}
