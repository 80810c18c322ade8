/** The episodes of a journey, and the column that says in every table which one a row belongs to. */
import type { JourneyAnswer } from '#projections';
import { whenText } from '../../terminal/format.js';
import type { Column } from '../../terminal/column-widths.js';
import type { Page } from '../../terminal/page.js';

type Episodes = JourneyAnswer['episodes'];

/** If there are several episodes, every table says which one a row belongs to. */
export function episodeColumn(all: Episodes): readonly Column[] {
  return all.length > 1 ? [{ title: 'episode', right: true }] : [];
}

/** @param episode null: all of them */
export function episodeCell(all: Episodes, episode: number | null): readonly string[] {
  return all.length > 1 ? [episode === null ? 'all' : String(episode)] : [];
}

/** How an episode ended without an event. */
const BY_ITSELF: Readonly<Record<string, string>> = {
  lapsed: ' (lapsed)',
  'out-of-sight': ' (out of sight)',
};

/** Shown if there is more to say than that the patient entered and perhaps left. */
export async function episodes({ episodes: all }: JourneyAnswer, page: Page): Promise<void> {
  const simple = all.every(({ gaps, recurrent }) => gaps.length === 0 && recurrent !== true);
  if (all.length < 2 && simple) return;
  await page.table(
    [
      { title: 'episode', right: true },
      { title: 'version', right: true, wide: true },
      { title: 'entered' },
      { title: 'closed' },
      { title: 'days since the last', right: true },
      { title: '' },
    ],
    all.map(({ number, version, enteredAt, closedAt, closedBy, gapDays, gaps, recurrent }) => [
      String(number),
      String(version),
      whenText(enteredAt),
      closedAt === null ? 'still open' : `${whenText(closedAt)}${BY_ITSELF[closedBy ?? ''] ?? ''}`,
      gapDays === null ? '' : String(gapDays),
      [
        ...gaps.map(({ to }) => `resumed ${whenText(to)}`),
        ...(recurrent === true ? ['recurrent'] : []),
      ].join(', '),
    ]),
  );
}
