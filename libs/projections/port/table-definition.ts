/**
 * How a table of the read models is declared: as data, so that every adapter creates it in
 * its own way and knows the type of each column.
 */

/**
 * - `text`: any text.
 * - `integer`: a whole number that JavaScript holds exactly, up to 2^53 - 1 either way.
 * - `position`: a position of the log, decimal digits here, a signed 64-bit integer in the
 *   database, so that its order is the order of the log. Its column is called `position`, or
 *   ends in `_position`, and no other is: in the rows of an answer only the name tells.
 *
 * With a question mark it may be null.
 */
export type ColumnType = 'text' | 'integer' | 'position' | `${'text' | 'integer' | 'position'}?`;

type PositionName = 'position' | `${string}_position`;
type Kind<Name, Value> = Name extends PositionName
  ? 'position'
  : Value extends string
    ? 'text'
    : 'integer';
type Nullable<Value, K extends string> = null extends Value ? `${K}?` : K;

export type TableName<DB> = keyof DB & string;
export type ColumnName<DB, Name extends TableName<DB>> = keyof DB[Name] & string;

/** A table as adapters see it. */
export interface TableShape {
  readonly name: string;
  /** All columns, in order. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Identifies a row. */
  readonly key: readonly string[];
  /** Rows of some thousand characters: they are better kept apart from the order of their key. */
  readonly isLong?: true;
  readonly indexes?: readonly IndexShape[];
}

export interface IndexShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique?: true;
  /** Only rows in which this column is null, or is not. */
  readonly rows?: { readonly where: string; readonly is: 'null' | 'not null' };
}

/** A table as its model declares it: every column of its rows, with a type that fits. */
export interface TableDefinition<DB, Name extends TableName<DB>> extends TableShape {
  readonly name: Name;
  readonly columns: {
    readonly [C in ColumnName<DB, Name>]: Nullable<DB[Name][C], Kind<C, NonNullable<DB[Name][C]>>>;
  };
  readonly key: readonly ColumnName<DB, Name>[];
}

/** Whether a column, in a table or in an answer, holds a position of the log. */
export function isPositionColumn(name: string): boolean {
  return name === 'position' || name.endsWith('_position');
}
