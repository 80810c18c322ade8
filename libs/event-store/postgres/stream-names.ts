/**
 * The names of streams by their keys, which never change. Pages of the log come without them: to
 * join the name to every event took the server longer than to find the events.
 */
import type { Row } from './rows.js';

/** Names that are kept; together some megabytes. */
const KEPT = 20_000;

export type NamedStream = readonly [key: string, name: string, checksum: string];

/** Of a row: its stream's name and that name's checksum. */
export type NameOf = (row: Row) => readonly [name: string | null, checksum: string | null];

export class StreamNames {
  private known = new Map<string, NamedStream>();

  constructor(private readonly ask: (keys: readonly string[]) => Promise<readonly NamedStream[]>) {}

  /** Names of the streams of these rows, where the log has them. */
  async of(rows: readonly Row[]): Promise<NameOf> {
    if (this.known.size > KEPT) this.known = new Map();
    const known = this.known;
    const missing = new Set<string>();
    for (const row of rows) if (row[9] === null && !known.has(row[7])) missing.add(row[7]);
    if (missing.size > 0)
      for (const stream of await this.ask([...missing])) known.set(stream[0], stream);
    return (row) => {
      if (row[9] !== null) return [row[9], row[10]];
      const [, name, checksum] = known.get(row[7]) ?? [null, null, null];
      return [name, checksum];
    };
  }
}
