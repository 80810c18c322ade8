/** Feeds: who reports, in what rhythm, and who has gone silent. */
import type { Feed, FeedsAnswer } from '#projections';
import { count, counted, duration, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';

const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const EVERY_DAY = 7;

export async function renderFeeds(page: Page, answer: FeedsAnswer): Promise<Page> {
  const { feeds, silent } = answer;
  page.title(`Feeds of ${answer.definition.id}`);
  const sources = counted(feeds.length, 'source');
  page.line(`${page.tone('bold', sources)}, of which ${count(silent)} silent.`).gap();
  if (feeds.length === 0) return footer(page, answer);
  await page.table(
    [
      { title: 'source' },
      { title: 'state' },
      { title: 'last report' },
      { title: 'silent for', right: true },
      { title: 'usual days' },
      { title: 'missed', right: true, wide: true },
      { title: 'newest of open', right: true, wide: true },
    ],
    feeds.map((feed) => [
      feed.source,
      feed.state === 'silent' ? page.tone('red', 'silent') : feed.state.replace('-', ' '),
      whenText(feed.lastAt),
      duration(feed.silentSeconds),
      usualDays(feed),
      count(feed.missedDays),
      count(feed.newestOfOpen),
    ]),
  );
  return footer(page, answer);
}

function usualDays({ rhythm, every }: Feed): string {
  if (every !== undefined) return `every ${every.replace(/^1 /, '')}`;
  if (rhythm === undefined) return '';
  if (rhythm.usualWeekdays.length === EVERY_DAY) return 'all';
  return rhythm.usualWeekdays.map((weekday) => WEEKDAYS[weekday]).join(' ');
}
