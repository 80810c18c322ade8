/** Holds clocks and queues against a scenario: the latest reading of each. */
import type { Assessment, ClockReading, QueueEntry } from '#pathway';
import { dayAt } from '#calendar';
import type { Comparison } from './comparison.js';

export function compareReadings(assessment: Assessment, comparison: Comparison): void {
  const { yaml } = comparison.expectation;
  for (const [id, expected] of Object.entries(yaml.clocks ?? {})) {
    const reading = assessment.clocks.findLast(({ clock }) => clock === id);
    const because = () => clockReasons(reading, comparison);
    const path = ['clocks', id];
    const state = reading?.state ?? 'not-started';
    comparison.value([...path, 'state'], expected.state, state, because);
    comparison.value([...path, 'days'], expected.days, reading?.days ?? 0, because);
    const counted = reading?.counted ?? reading?.days ?? 0;
    comparison.value([...path, 'counted'], expected.counted, counted, because);
    const rawDays = reading === undefined ? 0 : rawDaysOf(reading, assessment);
    comparison.value([...path, 'raw-days'], expected['raw-days'], rawDays, because);
  }
  for (const [id, expected] of Object.entries(yaml.queues ?? {})) {
    const entry = assessment.queues.findLast(({ queue }) => queue === id);
    const because = () => queueReasons(entry, comparison);
    const path = ['queues', id];
    const waiting = entry !== undefined && entry.leftAt === undefined;
    comparison.value([...path, 'rank'], expected.rank, entry?.rank, because);
    comparison.value([...path, 'waiting'], expected.waiting, waiting, because);
    comparison.value([...path, 'outcome'], expected.outcome, entry?.outcome, because);
  }
}

/**
 * Local days on which the clock ran or was paused: those it ran on, and those that lie
 * within a pause from beginning to end (or to now).
 */
function rawDaysOf({ days, pauses, stoppedAt }: ClockReading, { at, zone }: Assessment): number {
  return pauses.reduce((sum, { from, to }) => {
    const firstDay = dayAt(from - 1, zone) + 1;
    // On the day on which it went on again it ran; on a day that is not over it stood so far.
    const ranAgain = to !== undefined && to !== stoppedAt;
    const lastDay = ranAgain ? dayAt(to, zone) - 1 : dayAt(stoppedAt ?? at, zone);
    return sum + Math.max(0, lastDay - firstDay + 1);
  }, days);
}

function clockReasons(
  reading: ClockReading | undefined,
  { formatter }: Comparison,
): readonly string[] {
  if (reading?.startedAt === undefined) return ['nothing had started it'];
  const { startedAt, stoppedAt, pauses, nullified } = reading;
  return [
    `started ${formatter.instant(startedAt)}`,
    ...pauses.map(({ from, to, fact }) => {
      const end = to === undefined ? '' : ` until ${formatter.instant(to)}`;
      return `paused ${formatter.instant(from)}${end} by ${formatter.fact(fact)}`;
    }),
    ...(stoppedAt === undefined ? [] : [`stopped ${formatter.instant(stoppedAt)}`]),
    ...(nullified === 0 ? [] : [`nullified ${nullified} times`]),
  ];
}

function queueReasons(entry: QueueEntry | undefined, { formatter }: Comparison): readonly string[] {
  if (entry === undefined) return ['the patient was never in the queue'];
  const { fact, joinedAt, leftAt, outcome } = entry;
  return [
    `joined ${formatter.instant(joinedAt)} by ${formatter.fact(fact)}`,
    ...(leftAt === undefined ? [] : [`${outcome ?? 'left'} ${formatter.instant(leftAt)}`]),
  ];
}
