/** Which exit came first, for how many, by when. */
import type { OutcomesAnswer } from '#projections';
import { evidenceTable } from './evidence.js';
import type { Page } from '../terminal/page.js';
import { standing } from './standing.js';
import { count, counted, percent } from '../terminal/format.js';

export async function renderOutcomes(page: Page, answer: OutcomesAnswer): Promise<Page> {
  const { from, n, censored, counts, at } = answer;
  const labels = Object.keys(counts);
  page.title(`After ${from.join(' or ')}: which of ${labels.join(', ')} came first`);
  if (n === 0) return standing(page.line('Nobody began.').gap(), answer);
  for (const { at: limit, causes, none } of at) {
    const shares = labels.map((label) => `${percent(causes[label] ?? 0)} ${label}`);
    page.line(`Within ${limit}: ${shares.join(', ')}; ${percent(none)} none of them yet.`);
  }
  const found = labels.map((label) => `${label} ${count(counts[label] ?? 0)}`).join(', ');
  page.line(
    `Of ${counted(n, answer.perEpisode ? 'episode' : 'patient')}: ${found}; ${count(censored)} with none of them as far as the data reach, not left out.`,
  );
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
  await evidenceTable(page, answer.evidence ?? []);
  return standing(page, answer);
}
