/** Which outcome came first, for how many, by when. */
import type { OutcomesAnswer } from '#projections';
import { count, counted, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { evidenceTable } from './evidence.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import { differenceSentence, leftOutSentence } from './waits.js';
import { lengthFormat } from './wait-length.js';

type Interval = OutcomesAnswer['at'][number]['noneInterval'];

export async function renderOutcomes(page: Page, answer: OutcomesAnswer): Promise<Page> {
  const { from, n, censored, counts, at, perEpisode } = answer;
  const labels = Object.keys(counts);
  const which =
    labels.length === 1 ? `whether ${labels[0]} came` : `which of ${labels.join(', ')} came first`;
  page.title(`After ${from.join(' or ')}: ${which}`);
  if (n === 0) {
    const none = `No ${perEpisode ? 'episode' : 'patient'} has reached the start.`;
    return footer(page.line(none).gap(), answer);
  }
  for (const { at: limit, causes, none } of at) {
    const shares = labels.map((label) => `${percent(causes[label] ?? 0)} ${label}`);
    page.line(`Within ${limit}: ${shares.join(', ')}; ${percent(none)} none of these yet.`);
  }
  const reached = labels.map((label) => `${label} ${count(counts[label] ?? 0)}`).join(', ');
  page.line(
    `Of ${counted(n, perEpisode ? 'episode' : 'patient')}: ${reached}; ` +
      `${count(censored)} have reached none of these and are included.`,
  );
  if (answer.leftOut !== undefined) page.line(leftOutSentence(answer.leftOut));
  page.gap();
  await page.table(
    [
      { title: 'within' },
      { title: 'first' },
      { title: 'share', right: true },
      { title: '95 % CI', right: true },
      { title: 'at risk', right: true },
      { title: '' },
    ],
    at.flatMap((row) => {
      const rows = labels.map((label) => [label, row.causes[label], row.intervals[label]] as const);
      return [...rows, ['none yet', row.none, row.noneInterval] as const].map(
        ([first, share = 0, interval], index) => [
          index === 0 ? row.at : '',
          ...[first, percent(share), intervalText(interval)],
          index === 0 ? count(row.atRisk) : '',
          interval?.fewCases === true ? 'few cases' : '',
        ],
      );
    }),
  );
  const last = at.at(-1)?.at ?? '';
  await groupsTable(
    page,
    answer,
    [...labels.map((label) => `${label}, ${last}`), 'none yet'],
    (group) => {
      const row = group.at.at(-1);
      return [...labels.map((label) => percent(row?.causes[label] ?? 0)), percent(row?.none ?? 1)];
    },
  );
  if (answer.difference !== undefined) page.line(differenceSentence(answer.difference)).gap();
  const limits = at.map(({ at: limit }) => limit);
  await evidenceTable(page, answer, lengthFormat(answer.wholeDays, limits));
  return footer(page, answer);
}

function intervalText(interval: Interval | undefined): string {
  if (interval === undefined || interval.lower === null || interval.upper === null) return '–';
  return `${percent(interval.lower)} to ${percent(interval.upper)}`;
}
