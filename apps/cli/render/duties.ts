/** Duties: of those that were due, how many were met in time, and what is breached. */
import type { BreachedDuty, DutiesAnswer, DutyCompliance } from '#projections';
import { count, counted, duration, either, whenText, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import { keyColumn } from './keys.js';
import { partyText } from './journey/parties.js';
import type { Titles } from './titles.js';

export async function renderDuties(
  page: Page,
  answer: DutiesAnswer,
  titles: Titles,
): Promise<Page> {
  const { total, duties, evidence = [] } = answer;
  const { due, met, breachedAndOpen, notYetDue } = total;
  page.title(`Duties on ${answer.definition.id}`);
  page
    .line(
      `${page.tone('bold', `${count(met)} of ${counted(due, 'duty', 'duties')}`)} that ${due === 1 ? 'was' : 'were'} due ` +
        `${met === 1 ? 'was' : 'were'} met in time (${share(total)}); ` +
        `${count(breachedAndOpen)} breached and still open, ${count(notYetDue)} not due yet.`,
    )
    .gap();
  const numbers = ['due', 'in time', 'late', 'breached', 'still open', 'share'];
  await page.table(
    [{ title: 'duty' }, ...numbers.map((title) => ({ title, right: true }))],
    duties.map((row) => [titles.duty(row.duty), ...cells(row)]),
  );
  await groupsTable(page, answer, numbers, (group) => cells(group.total));
  await exemptions(page, duties, titles);
  await breaches(page, evidence, titles);
  return footer(page, answer);
}

function cells(row: Omit<DutyCompliance, 'duty'>): readonly string[] {
  const { due, met, metLate, breachedAndClosed, breachedAndOpen } = row;
  return [...[due, met, metLate, breachedAndClosed, breachedAndOpen].map(count), share(row)];
}

function share({ met, due }: Omit<DutyCompliance, 'duty'>): string {
  return percent(met, due);
}

async function exemptions(
  page: Page,
  duties: readonly DutyCompliance[],
  titles: Titles,
): Promise<void> {
  const rows = duties.flatMap(({ duty, exempt }) =>
    Object.entries(exempt).map(([code, n]) => [titles.duty(duty), code, count(n)]),
  );
  if (rows.length === 0) return;
  await page.table(
    [{ title: 'duty' }, { title: 'exempt because' }, { title: 'duties', right: true }],
    rows,
  );
}

async function breaches(
  page: Page,
  evidence: readonly BreachedDuty[],
  titles: Titles,
): Promise<void> {
  if (evidence.length === 0) return;
  const keys = keyColumn(evidence);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      { title: 'duty' },
      { title: 'owed by' },
      { title: 'due' },
      { title: 'overdue by', right: true },
      { title: 'missing' },
    ],
    evidence.map((row) => [
      row.patient,
      ...keys.cell(row),
      `${titles.duty(row.duty)}${row.open ? '' : ' (closed)'}`,
      partyText(titles, row.owner, row.organisation),
      whenText(row.dueAt),
      duration(row.overdueSeconds),
      either(row.awaits),
    ]),
  );
}
