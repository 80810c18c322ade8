/** The column that says which of several episodes side by side a row is about, such as which referral. */
import type { Column } from '../terminal/column-widths.js';

interface Keyed {
  readonly key?: string | undefined;
}

interface KeyColumn {
  /** Empty where no row has a key. */
  readonly column: readonly Column[];
  readonly cell: (row: Keyed) => readonly string[];
}

export function keyColumn(rows: readonly Keyed[]): KeyColumn {
  if (rows.every(({ key }) => key === undefined)) return { column: [], cell: () => [] };
  return { column: [{ title: 'key' }], cell: ({ key }) => [keyText(key)] };
}

/** On one line. The empty key is that of episodes whose entry names none. */
export function keyText(key: string | undefined): string {
  return key === '' ? '(none)' : (key ?? '').replace(/\s+/g, ' ');
}
