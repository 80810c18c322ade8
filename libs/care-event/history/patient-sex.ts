/**
 * The patient's administrative sex, by the last `PatientRegistered` that stands and says it. Only
 * comparisons between groups use it: no rule of a pathway depends on it.
 */
import type { TimedFact } from './timed-fact.js';

/** Of facts in order; undefined where none says it. */
export function sexAmong(timeline: readonly TimedFact[]): string | undefined {
  const said = timeline.findLast(
    ({ fact }) => fact.type === 'PatientRegistered' && typeof fact.data['sex'] === 'string',
  );
  return said?.fact.data['sex'] as string | undefined;
}
