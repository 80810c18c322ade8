/** Coverage: who has what the pathway is for, who stands without, and who declined. */
import type { CoverageAnswer, GoalCoverage } from '#projections';
import { count, duration, either, whenText, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import { groupsOf, groupsTable } from './groups.js';
import { keyColumn } from './keys.js';
import { partyText } from './journey/parties.js';
import type { Titles } from './titles.js';

const NUMBERS = ['open', 'with', 'share', 'without', 'of these declined', 'longest without'];

export async function renderCoverage(
  page: Page,
  answer: CoverageAnswer,
  titles: Titles,
): Promise<Page> {
  const { goals, evidence = [] } = answer;
  page.title(`Coverage on ${answer.definition.id}`);
  if (goals.length === 0)
    return footer(page.line('The definition measures no waits.').gap(), answer);
  await page.table(
    [{ title: 'what' }, ...NUMBERS.map((title) => ({ title, right: true }))],
    goals.map((goal) => [either(goal.goal), ...cells(goal)]),
  );
  for (const [index, { goal }] of goals.entries()) {
    groupsOf(page, answer, either(goal));
    await groupsTable(page, answer, NUMBERS, (group) => cells(group.goals[index]!));
  }
  if (evidence.length > 0) {
    const keys = keyColumn(evidence);
    await page.table(
      [
        { title: 'patient', whole: true },
        ...keys.column,
        { title: 'without' },
        { title: 'held by' },
        { title: 'since' },
        { title: 'for', right: true },
        { title: 'declined' },
      ],
      evidence.map((row) => [
        row.patient,
        ...keys.cell(row),
        either(row.goal),
        row.holder === undefined ? '' : partyText(titles, row.holder, row.organisation),
        whenText(row.since),
        duration(row.seconds),
        row.declined === undefined ? '' : whenText(row.declined.event.occurredAt),
      ]),
    );
  }
  return footer(page, answer);
}

function cells(goal: GoalCoverage): readonly string[] {
  const { episodes, without, declined, longestSeconds } = goal;
  const declinedCount = Object.values(declined).reduce((sum, n) => sum + n, 0);
  return [
    ...[episodes, goal.with].map(count),
    percent(goal.with, episodes),
    ...[without, declinedCount].map(count),
    longestSeconds === null ? '–' : duration(longestSeconds),
  ];
}
