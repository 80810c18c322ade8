/** What `stafett log verify` found, and what to do about it. */
import type { Damage } from '#event-store';
import type { VerifiedFolder } from '../../composition/index.js';
import { count, counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

/** What is wrong with a damaged event. */
export function damageText(damage: Damage): string {
  return damage === 'checksum' ? 'its checksum does not match' : `cannot be read: ${damage}`;
}

const FAULTS = {
  damaged: 'cannot be read',
  'missing-revision': 'the revision before it is missing',
  order: 'out of order',
  unknown: 'does not belong into its stream',
} as const;

export async function renderVerified(page: Page, found: VerifiedFolder): Promise<Page> {
  const { whole, events, streams, unchecked, loss, file, faulty, places } = found;
  page.title('The log, verified');
  page.line(`${counted(events, 'event')} in ${counted(streams, 'stream')} read.`);
  if (unchecked > 0)
    page.line(
      `${counted(unchecked, 'event was', 'events were')} recorded before events had checksums: a changed value there is not noticed.`,
    );
  if (whole) return page.line(page.tone('green', 'Every one of them can be read.'));
  if (loss.length > 0) {
    page.gap().line(page.tone('red', 'Events are missing (log-loss):'));
    for (const sentence of loss) page.line(`  ${sentence}`);
    page.line('Restore the newest backup; how to go on without one is in docs/operators.md.');
  }
  if (file.length > 0) {
    page.gap().line(page.tone('red', 'The file itself is damaged:'));
    for (const message of file) page.line(`  ${message}`);
    page.line(
      'Stop what uses it, keep a copy, check the disk, and restore the log from its backup.',
    );
  }
  if (faulty === 0) return page;
  page
    .gap()
    .line(
      page.tone(
        'red',
        `${counted(faulty, 'place of the log is', 'places of the log are')} faulty:`,
      ),
    );
  await page.table(
    [
      { title: 'position', right: true },
      { title: 'stream' },
      { title: 'revision', right: true },
      { title: 'what' },
    ],
    places.map(({ position, stream, revision, fault, damage }) => [
      position,
      stream,
      String(revision),
      damage === undefined ? FAULTS[fault] : damageText(damage),
    ]),
  );
  if (places.length < faulty) page.line(`Showing the first ${count(places.length)}.`);
  return page.line(
    'What depends on them is set aside. Compare with a backup of the log; see docs/operators.md.',
  );
}
