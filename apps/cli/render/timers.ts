/** The backlog of timers as people read it. */
import type { TimersAnswer } from '#projections';
import type { Page } from '../terminal/page.js';
import { counted, duration, instantText } from '../terminal/format.js';

export function renderTimers(page: Page, answer: TimersAnswer): Promise<Page> {
  const { at, position, overdue, oldestSeconds, next } = answer;
  page.title(`Timers at ${instantText(at)}`);
  page.line(
    overdue === 0
      ? 'Nobody is overdue.'
      : page.tone(
          'yellow',
          `${counted(overdue, 'patient is', 'patients are')} overdue, the oldest by ${duration(oldestSeconds)}.`,
        ),
  );
  page.line(
    next === null ? 'No timer lies ahead.' : `The next timer falls due ${instantText(next)}.`,
  );
  const where = position === null ? 'The log is empty' : `At position ${position}`;
  return Promise.resolve(page.gap().line(page.tone('dim', `${where}.`)));
}
