/** The last instant that can be asked about: the same for every question, in whatever way it is asked. */
import { QueryRefused } from './errors.js';

/** Nobody plans further ahead, and what a rule repeats until then would have to be counted out. */
const LAST_YEAR = 2100;
/** Of any zone there is. */
const LATEST = Date.parse(`${LAST_YEAR}-12-31T23:59:59.999-12:00`);

/** @throws QueryRefused it is later */
export function notTooLate(instant: number, path: string): number {
  if (instant <= LATEST) return instant;
  throw new QueryRefused(
    'instant-too-late',
    `${path} is later than can be asked about: it must be no later than the end of the year ${LAST_YEAR}.`,
    path,
  );
}
