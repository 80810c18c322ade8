/** What comes due: who owes it, by when, and how likely it is to be breached. */
import type { DueAnswer } from '#projections';
import { count, counted, duration, either, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import { keyColumn } from './keys.js';
import { partyText } from './journey/parties.js';
import { noteMoreRows } from './rows.js';
import type { Titles } from './titles.js';

export async function renderDue(page: Page, answer: DueAnswer, titles: Titles): Promise<Page> {
  const { due, elements, rows, within, until } = answer;
  const title = ({ kind, id }: Pick<DueAnswer['elements'][number], 'kind' | 'id'>): string => {
    if (kind === 'stage') return `Stay in ${titles.stage(id)}`;
    return kind === 'duty' ? titles.duty(id) : `${titles.handover(id)}: answer`;
  };
  page.title(`Due on ${answer.definition.id}`);
  const things = counted(due, 'duty, answer or stay', 'duties, answers and stays');
  page
    .line(
      `${page.tone('bold', things)} ${due === 1 ? 'comes' : 'come'} due within ${within}, until ${whenText(until)}.`,
    )
    .line('A projection, from how long the same took everybody else.')
    .gap();
  if (due === 0) return footer(page, answer);
  const expected = (breaches: number | null): string =>
    breaches === null ? 'too few cases' : breaches.toFixed(1);
  await page.table(
    [
      { title: 'what' },
      { title: 'come due', right: true },
      { title: 'breaches expected', right: true },
    ],
    elements.map((each) => [title(each), count(each.due), expected(each.expectedBreaches)]),
  );
  await groupsTable(page, answer, ['come due'], (group) => [count(group.due)]);
  const keys = keyColumn(rows);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      { title: 'what' },
      { title: 'owed by' },
      { title: 'due' },
      { title: 'in', right: true, wide: true },
      { title: 'risk', right: true },
      { title: 'missing', wide: true },
    ],
    rows.map((row) => [
      row.patient,
      ...keys.cell(row),
      title(row),
      partyText(titles, row.owner, row.organisation),
      whenText(row.dueAt),
      duration(row.remainingSeconds),
      row.breachRisk === null ? '–' : `${(100 * row.breachRisk).toFixed(0)} %`,
      either(row.awaits),
    ]),
  );
  noteMoreRows(page, rows.length, due);
  return footer(page, answer);
}
