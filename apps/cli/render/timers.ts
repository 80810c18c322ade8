/** The backlog of timers. */
import type { TimersAnswer } from '#projections';
import { counted, duration, localText, localZone } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { noteLeftOut, positionText } from './footer.js';

export function renderTimers(page: Page, answer: TimersAnswer): Promise<Page> {
  const { at, position, overdue, oldestSeconds, next, reviews } = answer;
  page.title(`Timers at ${localText(at)}`);
  page.line(
    overdue === 0
      ? 'No timer is overdue.'
      : page.tone(
          'yellow',
          `${counted(overdue, 'patient has', 'patients have')} an overdue timer, the oldest by ${duration(oldestSeconds)}.`,
        ),
  );
  page.line(
    next === null ? 'No timer is set for later.' : `The next timer is due at ${localText(next)}.`,
  );
  if (reviews > 0)
    page.line(
      `All patients are still to be assessed anew after ${counted(reviews, 'change', 'changes')} of definitions or organisations.`,
    );
  page.gap();
  noteLeftOut(page, answer);
  return Promise.resolve(
    page.line(page.tone('dim', `${positionText(position)}; times in ${localZone()}.`)),
  );
}
