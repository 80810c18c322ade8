/** Whom a figure is about, and what it is compared by. */

/** What every query may ask besides its pathway and instants. */
export interface Selection {
  /** Only episodes that have all these values; of one dimension, any of the values named. */
  readonly where?: readonly SelectedValue[];
  /** A dimension: the same figure for each of its values, beside that of all. */
  readonly groupBy?: string;
  /** Set where the answer becomes a table of its own, without the lists that stand beside it. */
  readonly isExport?: boolean;
}

export interface SelectedValue {
  readonly dimension: string;
  readonly value: string;
}

export const ATTRIBUTE = 'attribute:';

/** The field that an attribute is of; undefined for another dimension. */
export function attributeOf(dimension: string): string | undefined {
  return (dimension.startsWith(ATTRIBUTE) && dimension.slice(ATTRIBUTE.length)) || undefined;
}
