/** The spells behind a figure, for looking them up in the log. */
import type { SpellEvidence } from '#projections';
import { duration, instantText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { keyColumn } from './keys.js';

export async function evidenceTable(
  page: Page,
  evidence: readonly SpellEvidence[],
  length: (seconds: number) => string = duration,
): Promise<void> {
  if (evidence.length === 0) return;
  const keys = keyColumn(evidence);
  const episodes = evidence.some(({ episode }) => episode !== undefined);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      ...(episodes ? [{ title: 'episode', right: true }] : []),
      { title: 'started' },
      { title: 'position', right: true, wide: true },
      { title: 'ended' },
      { title: 'position', right: true, wide: true },
      { title: 'with event' },
      { title: 'after', right: true },
    ],
    evidence.map(({ patient, key, episode, entry, exit, seconds }) => [
      patient,
      ...keys.cell({ key }),
      ...(episodes ? [String(episode ?? '')] : []),
      instantText(entry.occurredAt),
      entry.position,
      instantText(exit?.occurredAt ?? ''),
      exit?.position ?? '',
      exit?.type ?? 'not ended',
      length(seconds),
    ]),
  );
}
