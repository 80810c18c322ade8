/** Warnings on one instance of a duty, and escalations of it, that nobody has decided on yet. */
import type { Assessment } from '../state/assessment.js';
import type { DutyInstance } from '../state/duty-instance.js';
import type { JsonObject } from '#care-event';
import { owedBy } from './owed-by.js';
import type { RecordedDecision } from './decision.js';
import { formatInstant } from '#calendar';

export interface NoticeDue {
  /** When it was reached, ms since the epoch. */
  readonly at: number;
  /** What its decision says besides what every decision on a duty does. */
  readonly data: JsonObject;
}

/** WARNING: storage. What the decision says of when the notice was reached, by its type. */
const REACHED = { DutyWarned: 'warnedAt', DutyEscalated: 'escalatedAt' } as const;

/**
 * A notice is the same as long as it is of the same time, to the same service, of the same due
 * time: where that moves, somebody may have to be notified once more.
 * @param known the decisions on this instance, in the order of the stream
 */
export function missingNotices(
  type: keyof typeof REACHED,
  assessment: Assessment,
  instance: DutyInstance,
  known: readonly RecordedDecision[],
): readonly NoticeDue[] {
  const notices = type === 'DutyWarned' ? instance.warnings : instance.escalations;
  if (notices.length === 0 || instance.dueAt === undefined) return [];
  const begun = known.findLastIndex((one) => one.type === 'DutyVoided') + 1;
  const made = known.slice(begun).filter((one) => one.type === type);
  const written = (at: number): string => formatInstant(at, assessment.zone);
  const dueAt = written(instance.dueAt);
  const field = REACHED[type];
  return notices.flatMap(({ to, at, organisation }) => {
    const reachedAt = written(at);
    const isMade = made.some(
      ({ data }) => data['service'] === to && data[field] === reachedAt && data['dueAt'] === dueAt,
    );
    if (isMade) return [];
    const service = { service: to, ...(organisation && { serviceOrganisation: organisation }) };
    return [{ at, data: { ...owedBy(assessment, instance, at), ...service, [field]: reachedAt } }];
  });
}
