/** What was ever stated of organisations, in the order in which it became known. */
import {
  EMPTY_DIRECTORY,
  OrganisationDirectory,
  organisationFromStored,
  ORGANISATIONS_STREAM,
  type Organisation,
} from '#care-event';
import type { Insert } from '../port/bulk-write.js';
import type { ReadView, WriteTransaction } from '../port/read-models.js';
import type { OrganisationsTable, Tables } from '../port/tables.js';
import type { Fold, LogEntry, Model } from './model.js';

const ADD: Insert<Tables, 'organisations'> = {
  into: {
    name: 'organisations',
    columns: { position: 'position', recorded_at: 'integer', stated: 'text' },
    key: ['position'],
  },
};

export const organisations: Model = {
  name: 'organisations',
  version: 1,
  tables: [ADD.into],
  begin: () => Promise.resolve(new OrganisationsFold()),
};

class OrganisationsFold implements Fold {
  private rows: OrganisationsTable[] = [];

  add({ event }: LogEntry): void {
    const organisation = organisationFromStored(event);
    if (organisation === undefined || event.stream !== ORGANISATIONS_STREAM) return;
    const { position, knownAt: recorded_at } = event;
    this.rows.push({ position, recorded_at, stated: JSON.stringify(organisation) });
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { rows } = this;
    this.rows = [];
    await transaction.insert(ADD, rows);
  }
}

/** The directory as it was known at that instant (ms since the epoch). */
export async function readDirectory(
  { db }: Pick<ReadView, 'db'>,
  knownAt = Infinity,
): Promise<OrganisationDirectory> {
  const rows = await db.selectFrom('organisations').selectAll().orderBy('position').execute();
  const known = rows.filter(({ recorded_at }) => recorded_at <= knownAt);
  if (known.length === 0) return EMPTY_DIRECTORY;
  return new OrganisationDirectory(known.map(({ stated }) => JSON.parse(stated) as Organisation));
}
