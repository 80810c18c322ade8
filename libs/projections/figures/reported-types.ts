/** The types of event that the log holds. */
import { parseTypeLiteral } from '#care-event';
import type { ReadView } from '../port/read-models.js';

export interface ReportedType {
  /** As stored: `<type>.v<version>`. */
  readonly literal: string;
  readonly type: string;
  /** Addressed pathway; empty = none. */
  readonly pathway: string;
  readonly n: number;
  readonly firstPosition: string;
  readonly lastPosition: string;
}

export async function readReportedTypes({ db }: ReadView): Promise<readonly ReportedType[]> {
  const rows = await db
    .selectFrom('types')
    .selectAll()
    .orderBy('literal')
    .orderBy('pathway')
    .execute();
  return rows.map((row) => ({
    literal: row.literal,
    type: parseTypeLiteral(row.literal).type,
    pathway: row.pathway,
    n: row.n,
    firstPosition: row.first_position,
    lastPosition: row.last_position,
  }));
}
