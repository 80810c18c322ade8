/**
 * What was ever stated of organisations, in the order in which it became known, and up to where
 * all patients were reviewed after it.
 */
import {
  EMPTY_DIRECTORY,
  OrganisationDirectory,
  organisationFromStored,
  organisationsReviewOf,
  ORGANISATIONS_STREAM,
  type Organisation,
  type OrganisationsReviewed,
} from '#care-event';
import type { RecordedEvent } from '#event-store';
import type { Insert } from '../port/bulk-write.js';
import type { ReadView, WriteTransaction } from '../port/read-models.js';
import type { OrganisationReviewsTable, OrganisationsTable, Tables } from '../port/tables.js';
import type { Fold, Model } from './model.js';

const ADD: Insert<Tables, 'organisations'> = {
  into: {
    name: 'organisations',
    columns: {
      ...{ position: 'position', revision: 'integer', recorded_at: 'integer', stated: 'text' },
    },
    key: ['position'],
  },
};
const REVIEW: Insert<Tables, 'organisation_reviews'> = {
  into: {
    name: 'organisation_reviews',
    columns: { position: 'position', revision: 'integer' },
    key: ['position'],
  },
};

export const organisations: Model = {
  name: 'organisations',
  version: 2,
  tables: [ADD.into, REVIEW.into],
  begin: () => Promise.resolve(new OrganisationsFold()),
};

class OrganisationsFold implements Fold {
  private rows: OrganisationsTable[] = [];
  private reviews: OrganisationReviewsTable[] = [];

  add(event: RecordedEvent): void {
    if (event.stream !== ORGANISATIONS_STREAM) return;
    const { position, revision, knownAt: recorded_at } = event;
    const review = organisationsReviewOf(event);
    if (review !== undefined) this.reviews.push({ position, revision: review.revision });
    const organisation = organisationFromStored(event);
    if (organisation === undefined) return;
    this.rows.push({ position, revision, recorded_at, stated: JSON.stringify(organisation) });
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { rows, reviews } = this;
    this.rows = [];
    this.reviews = [];
    await transaction.insert(ADD, rows);
    await transaction.insert(REVIEW, reviews);
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

/** What was stated since all patients were last reviewed; undefined where nothing was. */
export async function unreviewedOrganisations({
  db,
}: Pick<ReadView, 'db'>): Promise<
  (OrganisationsReviewed & Pick<OrganisationsTable, 'position'>) | undefined
> {
  const stated = db.selectFrom('organisations').select(['revision', 'position']);
  const last = await stated.orderBy('position', 'desc').limit(1).executeTakeFirst();
  const { reviewed } = await db
    .selectFrom('organisation_reviews')
    .select(({ fn }) => fn.max('revision').as('reviewed'))
    .$castTo<{ reviewed: number | null }>()
    .executeTakeFirstOrThrow();
  return last === undefined || last.revision <= (reviewed ?? -1) ? undefined : last;
}
