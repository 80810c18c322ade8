/** The spells behind a figure, so that anybody can look them up in the log. */
import type { SpellEvidence } from '#projections';
import type { Page } from '../terminal/page.js';
import { duration, instantText } from '../terminal/format.js';

export async function evidenceTable(page: Page, evidence: readonly SpellEvidence[]): Promise<void> {
  if (evidence.length === 0) return;
  const episodes = evidence.some(({ episode }) => episode !== undefined);
  await page.table(
    [
      { title: 'patient' },
      ...(episodes ? [{ title: 'episode', right: true }] : []),
      { title: 'began' },
      { title: 'at position', right: true },
      { title: 'ended' },
      { title: 'at position', right: true },
      { title: 'with' },
      { title: 'after', right: true },
    ],
    evidence.map(({ patient, episode, entry, exit, seconds }) => [
      patient,
      ...(episodes ? [String(episode ?? '')] : []),
      instantText(entry.occurredAt),
      entry.position,
      instantText(exit?.occurredAt ?? ''),
      exit?.position ?? '',
      exit?.type ?? 'not ended',
      duration(seconds),
    ]),
  );
}
