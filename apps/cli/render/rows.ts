/** What stands under a table that does not list all there is. */
import { count } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

/** @param what what is counted, if that is not clear from the table */
export function noteMoreRows(page: Page, listed: number, total: number, what = ''): void {
  if (listed === 0 || listed >= total) return;
  const all = `${count(total)}${what === '' ? '' : ` ${what}`}`;
  const first = listed === 1 ? 'first' : `first ${count(listed)}`;
  page.line(`Showing the ${first} of ${all}; use --limit to see more.`).gap();
}
