/** Bulk writes and tables as PostgreSQL has them. */
import type { InsertShape, UpdateShape } from '../port/bulk-write.js';
import type { ColumnType, TableShape } from '../port/table-definition.js';
import { sqlType } from './arrays.js';

/** A statement that is run once for many rows, each column of which is one parameter. */
export interface BulkStatement {
  readonly sql: string;
  /** Columns whose values it takes, in order. */
  readonly parameters: readonly (readonly [column: string, type: ColumnType])[];
}

export function insertStatement({ into, onConflict }: InsertShape): BulkStatement {
  const parameters = Object.entries(into.columns);
  const columns = parameters.map(([column]) => column);
  const sql = `insert into ${quoted(into.name)} (${list(columns)}) select * from ${unnest(parameters)}`;
  if (onConflict === undefined) return { sql, parameters };
  const { key, replace = [], add = [] } = onConflict;
  const changes = [
    ...replace.map((column) => `${quoted(column)} = excluded.${quoted(column)}`),
    ...add.map((column) => {
      const own = `${quoted(into.name)}.${quoted(column)}`;
      return `${quoted(column)} = ${own} + excluded.${quoted(column)}`;
    }),
  ];
  const then = changes.length === 0 ? 'do nothing' : `do update set ${changes.join(', ')}`;
  return { sql: `${sql} on conflict (${list(key)}) ${then}`, parameters };
}

export function updateStatement({ table, key, set, onlyWhereNull }: UpdateShape): BulkStatement {
  const columns = [...set, ...key];
  const parameters = columns.map((column) => [column, table.columns[column]!] as const);
  const own = (column: string) => `${quoted(table.name)}.${quoted(column)}`;
  const equals = key.map((column) => `${own(column)} = given.${quoted(column)}`);
  if (onlyWhereNull !== undefined) equals.push(`${own(onlyWhereNull)} is null`);
  const changes = set.map((column) => `${quoted(column)} = given.${quoted(column)}`);
  const sql =
    `update ${quoted(table.name)} set ${changes.join(', ')} ` +
    `from ${unnest(parameters)} as given (${list(columns)}) where ${equals.join(' and ')}`;
  return { sql, parameters };
}

/** Text is ordered by its bytes, as everywhere in the read models, whatever the database's own order is. */
export function tableStatements({
  name,
  columns,
  key,
  indexes = [],
}: TableShape): readonly string[] {
  const lines = Object.entries(columns).map(([column, type]) => {
    const kind = sqlType(type) === 'text' ? 'text collate "C"' : 'int8';
    return `${quoted(column)} ${kind}${type.endsWith('?') ? '' : ' not null'}`;
  });
  lines.push(`primary key (${list(key)})`);
  return [
    `drop table if exists ${quoted(name)}`,
    `create table ${quoted(name)} (${lines.join(', ')})`,
    ...indexes.map(({ name: index, columns: indexed, unique, rows }) => {
      const create = `create ${unique ? 'unique ' : ''}index ${quoted(index)}`;
      const where = rows === undefined ? '' : ` where ${quoted(rows.where)} is ${rows.is}`;
      return `${create} on ${quoted(name)} (${list(indexed)})${where}`;
    }),
  ];
}

function unnest(parameters: BulkStatement['parameters']): string {
  return `unnest(${parameters.map(([, type], n) => `$${n + 1}::${sqlType(type)}[]`).join(', ')})`;
}

function list(columns: readonly string[]): string {
  return columns.map(quoted).join(', ');
}

function quoted(name: string): string {
  return `"${name}"`;
}
