/**
 * Rows of the log that a filter lets through. SQLite leaves out the types that nobody asked
 * for before it reads their payloads: a million of such events take it some tenths of a second.
 */
import type Database from 'better-sqlite3';
import { acceptedBy } from '../filter.js';
import type { EventPlace, ReadLogOptions, SubscriptionFilter, Upcasters } from '../port.js';
import { NAMED_ROWS, placeOf, takePage } from './rows.js';
import type { Row } from './rows.js';

/** Rows that one read looks at, so that it ends within some milliseconds. */
const ROWS_PER_READ = 20_000;

export interface FilteredRows {
  /** The filter by streams, and by types once they are up to date, is still to be applied. */
  readonly rows: readonly Row[];
  /** The last row looked at; undefined where there was none. */
  readonly reached: EventPlace | undefined;
  readonly end: boolean;
}

export class FilteredLog {
  private readonly selectTypes;
  private readonly selectLast;
  private readonly selectHead;
  private readonly selectRows;

  /** @param upcasters an event of a type that is brought up to date may become any other */
  constructor(
    db: Database.Database,
    private readonly upcasters: Upcasters = {},
  ) {
    this.selectTypes = db.prepare<[], { type: number; name: string }>('SELECT * FROM types');
    this.selectHead = db.prepare<[], number | null>('SELECT max(position) FROM events').pluck();
    this.selectLast = db
      .prepare<[number], Row>(
        `SELECT position, 0, hex(id), 0, recorded_at FROM events
         WHERE position <= ? ORDER BY position DESC LIMIT 1`,
      )
      .raw();
    // By those not wanted, so that an event whose type cannot be read is let through.
    this.selectRows = db
      .prepare<[number, number, string, number], Row>(
        `${NAMED_ROWS} WHERE position > ? AND position <= ?
         AND type NOT IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?`,
      )
      .raw();
  }

  /** @throws InvalidRead */
  read(options: ReadLogOptions, filter: SubscriptionFilter): FilteredRows {
    const after = Number(options.from ?? 0);
    const unwanted = this.unwantedTypes(filter);
    const last = this.selectLast.get(after + ROWS_PER_READ);
    if (last === undefined || last[0] <= after) return { rows: [], reached: undefined, end: true };
    const { taken, full } = takePage(
      this.selectRows.iterate(after, last[0], JSON.stringify(unwanted), options.limit),
      options,
    );
    const reached = full ? taken.at(-1)! : last;
    return { rows: taken, reached: placeOf(reached), end: reached[0] === this.selectHead.get() };
  }

  private unwantedTypes(filter: SubscriptionFilter): readonly number[] {
    const accepts = acceptedBy(filter);
    if (!('types' in filter)) return [];
    return this.selectTypes
      .all()
      .filter(({ name }) => !(name in this.upcasters) && !accepts({ stream: '', type: name }))
      .map(({ type }) => type);
  }
}
