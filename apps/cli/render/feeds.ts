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
      { title: 'usually' },
      { title: 'missed', right: true, wide: true },
      { title: 'newest of open', right: true, wide: true },
    ],
    feeds.map((feed) => [
      feed.source,
      feed.state === 'silent' ? page.tone('red', 'silent') : feed.state.replace('-', ' '),
      feed.lastAt === null ? 'never' : whenText(feed.lastAt),
      duration(feed.silentSeconds),
      usual(feed),
      missed(feed),
      count(feed.newestOfOpen),
    ]),
  );
  return footer(page, answer);
}

/** The stated limit, or the learned days and hours. */
function usual({ rhythm, every }: Feed): string {
  if (every !== undefined) return `every ${every.replace(/^1 /, '')}`;
  if (rhythm === undefined) return '';
  const { usualWeekdays: days, usualHours = [] } = rhythm;
  const weekdays =
    days.length === EVERY_DAY ? 'all days' : runs(days, (day) => WEEKDAYS[day] ?? '');
  if (usualHours.length === 0) return weekdays;
  return `${weekdays}; hours ${runs(usualHours, String)}`;
}

/** `Mon-Thu, Sat`: what follows one upon another is put together. */
function runs(numbers: readonly number[], name: (one: number) => string): string {
  const begins = numbers.filter((one, index) => numbers[index - 1] !== one - 1);
  const ends = numbers.filter((one, index) => numbers[index + 1] !== one + 1);
  return begins
    .map((begin, index) => {
      const end = ends[index] ?? begin;
      return begin === end ? name(begin) : `${name(begin)}-${name(end)}`;
    })
    .join(', ');
}

function missed({ missedDays, missedHours }: Feed): string {
  return missedHours === 0 ? count(missedDays) : `${count(missedDays)} (${missedHours} h)`;
}
