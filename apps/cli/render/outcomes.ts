/** Which outcome came first, for how many, by when. */
import type { OutcomesAnswer } from '#projections';
import { count, counted, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { evidenceTable } from './evidence.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import { differenceSentence } from './waits.js';
import { leftOutSentence } from './waits.js';

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
      ...labels.map((title) => ({ title, right: true })),
      { title: 'none yet', right: true },
      { title: 'at risk', right: true },
    ],
    at.map(({ at: limit, causes, none, atRisk }) => [
      limit,
      ...labels.map((label) => percent(causes[label] ?? 0)),
      percent(none),
      count(atRisk),
    ]),
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
  await evidenceTable(page, answer);
  return footer(page, answer);
}
