/** The warnings on one instance of a duty that nobody has decided on yet. */
import type { Assessment } from '../state/assessment.js';
import type { DutyInstance } from '../state/duty-instance.js';
import type { JsonObject } from '#care-event';
import { owedBy } from './owed-by.js';
import type { RecordedDecision } from './decision.js';
import { formatInstant } from '#calendar';

export interface WarningDue {
  /** When it was reached, ms since the epoch. */
  readonly at: number;
  /** What its decision says besides what every decision on a duty does. */
  readonly data: JsonObject;
}

/**
 * A warning is the same as long as it is of the same time, to the same service, of the same due
 * time: where that moves, somebody may have to be warned once more.
 * @param known the decisions on this instance, in the order of the stream
 */
export function missingWarnings(
  assessment: Assessment,
  instance: DutyInstance,
  known: readonly RecordedDecision[],
): readonly WarningDue[] {
  if (instance.warnings.length === 0 || instance.dueAt === undefined) return [];
  const begun = known.findLastIndex(({ type }) => type === 'DutyVoided') + 1;
  const made = known.slice(begun).filter(({ type }) => type === 'DutyWarned');
  const written = (at: number): string => formatInstant(at, assessment.zone);
  const dueAt = written(instance.dueAt);
  return instance.warnings.flatMap(({ to, at, organisation }) => {
    const warnedAt = written(at);
    const isMade = made.some(
      ({ data }) =>
        data['service'] === to && data['warnedAt'] === warnedAt && data['dueAt'] === dueAt,
    );
    if (isMade) return [];
    const service = { service: to, ...(organisation && { serviceOrganisation: organisation }) };
    return [{ at, data: { ...owedBy(assessment, instance, at), ...service, warnedAt } }];
  });
}
