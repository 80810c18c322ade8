/** What tells a cache that the read models have changed since it was filled. */
import { sql } from 'kysely';
import type { Position } from '#event-store';
import type { ReadView } from '../port/read-models.js';

/** Patients of whom anything was recorded after that position. */
export async function touchedSince({ db }: ReadView, position: Position): Promise<string[]> {
  const rows = await db
    .selectFrom('wakeups')
    .select('patient')
    .where('position', '>', position)
    .execute();
  return rows.map(({ patient }) => patient);
}

/** What journeys of a pathway depend on beside the facts: another text where any of it has changed. */
export async function rulesMark({ db }: ReadView, pathway: string): Promise<string> {
  const count = sql<string>`count(*) || '.' || coalesce(max(position), 0)`.as('mark');
  const marks = [
    await db.selectFrom('definitions').select(count).where('id', '=', pathway).execute(),
    await db.selectFrom('migrations').select(count).where('id', '=', pathway).execute(),
    await db.selectFrom('organisations').select(count).execute(),
  ];
  return marks
    .flat()
    .map(({ mark }) => mark)
    .join(' ');
}

/** About when something was recorded last, ms since the epoch. */
export async function lastRecorded({ db }: ReadView): Promise<number> {
  const last = await db
    .selectFrom('journeys')
    .select('recorded_from')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.recorded_from ?? -Infinity;
}
