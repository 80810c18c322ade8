/** What the read model of standing holds of the patients of one pathway, page by page. */
import type { Position } from '#event-store';
import type { ReadView } from '../port/read-models.js';
import type { StandingTable } from '../port/tables.js';

/** Patients read at once. */
const PAGE_PATIENTS = 200;

export type StoredStanding = Pick<
  StandingTable,
  'patient' | 'state' | 'assessed_at' | 'next_wake' | 'ticking'
> & { readonly position: Position; readonly assessment: string | null };

/** How far the rows of a pathway hold. */
export interface HeldStanding {
  /** Up to this patient the rows hold, but for those who are due; undefined: all of them do. */
  readonly upTo: string | undefined;
  readonly due: ReadonlySet<string>;
}

/** Undefined where there is nothing of the pathway: no definition of it was published. */
export async function heldStanding(
  { db }: ReadView,
  pathway: string,
): Promise<HeldStanding | undefined> {
  const published = db.selectFrom('definitions').select('id').where('id', '=', pathway).limit(1);
  if ((await published.executeTakeFirst()) === undefined) return undefined;
  const sweeps = db.selectFrom('standing_sweeps').select(({ fn }) => fn.min('after').as('after'));
  const own = await sweeps.where('pathway', 'in', ['', pathway]).executeTakeFirst();
  const due = await db.selectFrom('standing_due').select('patient').execute();
  return {
    upTo: own?.after ?? undefined,
    due: new Set(due.map(({ patient }) => patient)),
  };
}

/** The rows of one page of patients, by patient, ordered by pseudonym. */
export type StandingPage = ReadonlyMap<string, readonly StoredStanding[]>;

/**
 * The patients after one, as many as a page has: those with rows on the pathway, and those who
 * are due, who have none if they had not entered.
 */
export async function standingPage(
  { db }: ReadView,
  pathway: string,
  { after, upTo }: { readonly after: string; readonly upTo: string | undefined },
): Promise<StandingPage> {
  const within = db
    .selectFrom('standing')
    .select('patient')
    .where('pathway', '=', pathway)
    .where('patient', '>', after)
    .$if(upTo !== undefined, (query) => query.where('patient', '<=', upTo!));
  const due = db
    .selectFrom('standing_due')
    .select('patient')
    .where('patient', '>', after)
    .$if(upTo !== undefined, (query) => query.where('patient', '<=', upTo!));
  const patients = (await within.union(due).orderBy('patient').limit(PAGE_PATIENTS).execute()).map(
    ({ patient }) => patient,
  );
  if (patients.length === 0) return new Map();
  const rows = await db
    .selectFrom('standing as s')
    .leftJoin('assessments as a', (join) =>
      join
        .onRef('a.patient', '=', 's.patient')
        .onRef('a.pathway', '=', 's.pathway')
        .onRef('a.ordinal', '=', 's.ordinal'),
    )
    .select(['s.patient', 's.state', 's.assessed_at', 's.next_wake', 's.ticking', 's.position'])
    .select('a.assessment')
    .where('s.pathway', '=', pathway)
    .where('s.patient', 'in', patients)
    .orderBy('s.patient')
    .orderBy('s.ordinal')
    .execute();
  const found = Map.groupBy(rows, ({ patient }) => patient);
  return new Map(patients.map((patient) => [patient, found.get(patient) ?? []]));
}
