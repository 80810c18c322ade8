/** The groups of a comparison, one row each; those that are suppressed say so. */
import type { Grouped } from '#projections';
import { count } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

/** The group of those who have no value. */
const UNKNOWN = 'unknown';

/** What the next table of groups is about, where a figure has several. */
export function groupsOf(page: Page, { groupBy }: Grouped<unknown>, what: string): void {
  if (groupBy !== undefined) page.line(`${what}, by ${nameOf(groupBy)}:`).gap();
}

function nameOf(dimension: string): string {
  return dimension.replace(/^attribute:/, '');
}

/** @param cells of one group, in the order of the columns */
export async function groupsTable<Figure>(
  page: Page,
  { groupBy, groups = [] }: Grouped<Figure>,
  columns: readonly string[],
  cells: (figure: Figure) => readonly string[],
): Promise<void> {
  if (groupBy === undefined) return;
  if (groups.length === 1 && groups[0]?.group === UNKNOWN)
    page.line(page.tone('yellow', `No event gives the ${nameOf(groupBy)} of any patient.`)).gap();
  await page.table(
    [
      { title: nameOf(groupBy) },
      ...['patients', ...columns].map((title) => ({ title, right: true })),
    ],
    groups.map((row) =>
      row.patients === null
        ? [row.group, ...['patients', ...columns].map(() => 'hidden')]
        : [row.group, count(row.patients), ...cells(row)],
    ),
  );
}
