/** The groups of a comparison, one row each; those that are suppressed say so. */
import type { Grouped } from '#projections';
import { count } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

/** @param cells of one group, in the order of the columns */
export async function groupsTable<Figure>(
  page: Page,
  { groupBy, groups = [] }: Grouped<Figure>,
  columns: readonly string[],
  cells: (figure: Figure) => readonly string[],
): Promise<void> {
  if (groupBy === undefined) return;
  await page.table(
    [
      { title: groupBy.replace(/^attribute:/, '') },
      ...['patients', ...columns].map((title) => ({ title, right: true })),
    ],
    groups.map((row) =>
      row.patients === null
        ? [row.group, ...['patients', ...columns].map(() => 'hidden')]
        : [row.group, count(row.patients), ...cells(row)],
    ),
  );
}
