/** Bulk writes and tables as SQLite has them. */
import type { InsertShape, UpdateShape } from '../port/bulk-write.js';
import type { TableShape } from '../port/table-definition.js';

/** A statement that is run once per row: without a network there is nothing to save by fewer runs. */
export interface RowStatement {
  readonly sql: string;
  /** Columns whose values it takes, in order. */
  readonly parameters: readonly string[];
}

export function insertStatement({ into, onConflict }: InsertShape): RowStatement {
  const columns = Object.keys(into.columns);
  const places = columns.map(() => '?').join(', ');
  const sql = `insert into ${quoted(into.name)} (${list(columns)}) values (${places})`;
  if (onConflict === undefined) return { sql, parameters: columns };
  const { key, replace = [], add = [] } = onConflict;
  const changes = [
    ...replace.map((column) => `${quoted(column)} = excluded.${quoted(column)}`),
    ...add.map((column) => {
      const own = `${quoted(into.name)}.${quoted(column)}`;
      return `${quoted(column)} = ${own} + excluded.${quoted(column)}`;
    }),
  ];
  const then = changes.length === 0 ? 'do nothing' : `do update set ${changes.join(', ')}`;
  return { sql: `${sql} on conflict (${list(key)}) ${then}`, parameters: columns };
}

export function updateStatement({ table, key, set, onlyWhereNull }: UpdateShape): RowStatement {
  const equals = (columns: readonly string[]) => columns.map((column) => `${quoted(column)} = ?`);
  const where = equals(key);
  if (onlyWhereNull !== undefined) where.push(`${quoted(onlyWhereNull)} is null`);
  const sql =
    `update ${quoted(table.name)} set ${equals(set).join(', ')}` + ` where ${where.join(' and ')}`;
  return { sql, parameters: [...set, ...key] };
}

/**
 * `strict`, so that nothing is stored as another type than its column's. A key of one whole
 * number is where SQLite keeps a row anyway; rows with any other key are kept in its order,
 * unless they are long: in an index, what does not fit takes a page of its own.
 */
export function tableStatements({
  name,
  columns,
  key,
  isLong,
  indexes = [],
}: TableShape): readonly string[] {
  const [first] = key;
  const isRowId = key.length === 1 && columns[first!]?.startsWith('text') === false;
  const lines = Object.entries(columns).map(([column, type]) => {
    const kind = type.startsWith('text') ? 'text' : 'integer';
    return `${quoted(column)} ${kind}${type.endsWith('?') ? '' : ' not null'}`;
  });
  lines.push(`primary key (${list(key)})`);
  return [
    `drop table if exists ${quoted(name)}`,
    `create table ${quoted(name)} (${lines.join(', ')}) strict${isRowId || isLong === true ? '' : ', without rowid'}`,
    ...indexes.map(({ name: index, columns: indexed, unique, rows }) => {
      const create = `create ${unique ? 'unique ' : ''}index ${quoted(index)}`;
      const where = rows === undefined ? '' : ` where ${quoted(rows.where)} is ${rows.is}`;
      return `${create} on ${quoted(name)} (${list(indexed)})${where}`;
    }),
  ];
}

function list(columns: readonly string[]): string {
  return columns.map(quoted).join(', ');
}

function quoted(name: string): string {
  return `"${name}"`;
}
