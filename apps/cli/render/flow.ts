/** Which event follows which, how often and after how long. */
import type { FlowAnswer } from '#projections';
import { count, counted, duration } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { evidenceTable } from './evidence.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import { noteMoreRows } from './rows.js';

export async function renderFlow(page: Page, answer: FlowAnswer): Promise<Page> {
  const { cases, steps, variants, edgeCount, edges } = answer;
  page.title(`Flow of ${answer.definition.id}`);
  page.line(
    `${counted(cases, answer.perEpisode ? 'episode' : 'patient')} took ${counted(steps, 'step')} of ` +
      `${counted(edgeCount, 'kind')}, in ${counted(variants, 'different order')}. Only completed steps are counted.`,
  );
  page.gap();
  if (edges.length > 0) {
    await page.table(
      [
        { title: 'from' },
        { title: 'to' },
        { title: 'n', right: true },
        { title: 'median', right: true },
        { title: 'p90', right: true },
        { title: 'total', right: true },
      ],
      edges.map(({ from, to, n, medianSeconds, p90Seconds, sumSeconds }) => [
        from,
        to,
        count(n),
        duration(medianSeconds),
        duration(p90Seconds),
        duration(sumSeconds),
      ]),
    );
  }
  noteMoreRows(page, edges.length, edgeCount, 'kinds of step');
  await groupsTable(page, answer, ['steps', 'kinds', 'orders'], (group) =>
    [group.steps, group.edgeCount, group.variants].map(count),
  );
  await evidenceTable(page, answer);
  return footer(page, answer);
}
