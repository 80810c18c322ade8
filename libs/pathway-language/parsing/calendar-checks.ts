/** Days on which somebody is closed have to exist and come in order. */
import { dayNumber, daysInMonth } from '#calendar';
import type { Mentions } from './mentions.js';
import type { ProblemList } from './problem-list.js';
import { isRecord } from './shape.js';
import { formatValue } from '#care-event';

/** A longer one is a mistake, and whoever is always closed never comes to a due day. */
const CLOSURE_DAYS_MAX = 366;

export function addCalendarProblems(mentions: Mentions, problems: ProblemList): void {
  for (const { path, value } of mentions.of('closure')) {
    if (!isRecord(value)) continue;
    const [from, to] = ['from', 'to'].map((key) => {
      const text = value[key];
      if (typeof text !== 'string') return undefined;
      const day = dayOf(text);
      if (day !== undefined) return day;
      const message = `${formatValue(text)} is not a calendar date`;
      const advice = 'year, month and day, such as 2026-07-13';
      problems.add([...path, key], { code: 'invalid-date', message, advice });
      return undefined;
    });
    if (from === undefined || to === undefined) continue;
    if (to < from) {
      const message = 'the last day comes before the first';
      problems.add([...path, 'to'], { code: 'invalid-date', message });
    } else if (to - from >= CLOSURE_DAYS_MAX) {
      const message = `expected at most ${CLOSURE_DAYS_MAX} days, found ${to - from + 1}`;
      problems.add([...path, 'to'], { code: 'too-long', message });
    }
  }
}

function dayOf(text: string): number | undefined {
  const form = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] = (form?.slice(1) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return dayNumber(year, month, day);
}
