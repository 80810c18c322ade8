/** Return to work: what came first after sick leave, by given times. */
import type { ReturnFigures, ReturnToWorkAnswer } from '#projections';
import { count, counted, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { evidenceTable } from './evidence.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';

const CAUSES = [
  ['sustained-return', 'back for good'],
  ['partial-return', 'back in part'],
  ['AAP', 'AAP'],
  ['pension', 'pension'],
  ['death', 'died'],
] as const;

export async function renderReturnToWork(page: Page, answer: ReturnToWorkAnswer): Promise<Page> {
  const { n, censored, sustained } = answer;
  page.title(`Return to work on ${answer.definition.id}`);
  page
    .line(
      `${page.tone('bold', counted(n, 'spell'))} of sick leave, ${count(censored)} of them still open. ` +
        `A return counts once it has lasted ${sustained}.`,
    )
    .gap();
  await page.table(
    [
      { title: 'after' },
      ...[...CAUSES.map(([, title]) => title), 'none of these'].map((title) => ({
        title,
        right: true,
      })),
    ],
    answer.at.map((row) => [row.at, ...shares(row)]),
  );
  await groupsTable(
    page,
    answer,
    [`back for good after ${answer.at.at(-1)?.at ?? ''}`, 'spells'],
    (group) => [backForGood(group), count(group.n)],
  );
  await evidenceTable(page, answer);
  return footer(page, answer);
}

function shares({ causes, none }: ReturnFigures['at'][number]): readonly string[] {
  return [...CAUSES.map(([cause]) => percent(causes[cause] ?? 0)), percent(none)];
}

function backForGood({ at }: ReturnFigures): string {
  return percent(at.at(-1)?.causes['sustained-return'] ?? 0);
}
