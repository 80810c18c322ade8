/**
 * A figure as CSV (RFC 4180): a header, and one line for each of its rows. What is grouped has
 * the rows of each group after those of all, with the group's name first; a group that is
 * suppressed has its name and nothing else.
 *
 * Guarantee: no cell begins a formula in a spreadsheet, whatever a log says.
 */

type Cell = string | number | boolean | null;
type Row = ReadonlyMap<string, Cell>;

const GROUP = 'group';
/** What stands in every answer, and is no row of it. */
const HEAD: ReadonlySet<string> = new Set([
  'position',
  'definition',
  'groups',
  'evidence',
  'lostCases',
]);
const LINE_END = '\r\n';
const LINES_AT_ONCE = 1_000;

/** What of an answer is the table; without `rows`, each group is one row. */
export interface CsvForm {
  /** The answer's list to write. */
  readonly rows?: string | undefined;
  /** Those that every row has: the header of a table without any. */
  readonly columns?: readonly string[] | undefined;
}

export function* csvOf(
  answer: object,
  { rows, columns: always = [] }: CsvForm = {},
): Generator<string, void> {
  const lines = rowsOf(answer, rows);
  const columns = new Set<string>('groups' in answer ? [GROUP] : []);
  if (lines.length === 0) for (const column of always) columns.add(column);
  for (const row of lines) for (const column of row.keys()) columns.add(column);
  const names = [...columns];
  yield line(names);
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE)
    yield lines
      .slice(from, from + LINES_AT_ONCE)
      .map((row) => line(names.map((column) => row.get(column) ?? null)))
      .join('');
}

function rowsOf(answer: object, rows: string | undefined): readonly Row[] {
  const { groups = [] } = answer as { readonly groups?: readonly { readonly group: string }[] };
  return [
    ...rowsOfOne(answer, rows),
    ...groups.flatMap(({ group, ...figure }) => {
      const found = 'suppressed' in figure ? [flat({ suppressed: true })] : rowsOfOne(figure, rows);
      return found.map((row) => new Map([[GROUP, group as Cell], ...row]));
    }),
  ];
}

function rowsOfOne(figure: object, rows: string | undefined): readonly Row[] {
  if (rows === undefined) return [flat(figure, (name) => !HEAD.has(name))];
  const list = (figure as Readonly<Record<string, unknown>>)[rows];
  return ((list ?? []) as readonly object[]).map((row) => flat(row));
}

/** Objects become columns such as `entry.type`; lists of texts one cell; other lists are left out. */
function flat(row: object, isWanted: (name: string) => boolean = () => true): Row {
  const cells = new Map<string, Cell>();
  const add = (path: string, value: unknown): void => {
    if (Array.isArray(value)) {
      if (!value.some(isObject)) cells.set(path, value.join(' | '));
    } else if (isObject(value)) {
      for (const [name, part] of Object.entries(value)) add(`${path}.${name}`, part);
    } else if (value !== undefined) cells.set(path, value as Cell);
  };
  for (const [name, value] of Object.entries(row)) if (isWanted(name)) add(name, value);
  return cells;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function line(cells: readonly Cell[]): string {
  return cells.map(cellText).join(',') + LINE_END;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  // A spreadsheet would read it as a formula.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
