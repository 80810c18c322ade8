/** What a definition measures: waits, scores, money, and who still waits. */
import type { MeasuresAnswer, MeasuredTotals } from '#projections';
import { count, percent, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import { groupsOf, groupsTable } from './groups.js';
import { keyColumn } from './keys.js';
import { partyText } from './journey/parties.js';
import type { Titles } from './titles.js';
import { lengthFormat, type LengthFormat } from './wait-length.js';

export async function renderMeasures(
  page: Page,
  answer: MeasuresAnswer,
  titles: Titles,
): Promise<Page> {
  const { waits, instruments, money } = answer;
  page.title(`Measures of ${answer.definition.id}`);
  if (waits.length + instruments.length + money.length === 0)
    page.line('This pathway measures nothing.').gap();
  if (waits.length > 0) await waitsTable(page, answer, titles);
  if (instruments.length > 0) await instrumentsTable(page, answer, titles);
  if (money.length > 0) await moneyTable(page, answer);
  for (const { wait } of waits) {
    groupsOf(page, answer, titles.wait(wait));
    await groupsTable(page, answer, ['waits', 'half within'], (group) => {
      const own = group.waits.find((each) => each.wait === wait);
      return [count(own?.n ?? 0), lengthOf(own)(own?.medianSeconds ?? null)];
    });
  }
  await stillWaiting(page, answer, titles);
  return footer(page, answer);
}

async function waitsTable(page: Page, { waits }: MeasuredTotals, titles: Titles): Promise<void> {
  await page.table(
    [
      { title: 'wait' },
      ...['all', 'ended', 'still waiting', 'half within', 'in the standard'].map((title) => ({
        title,
        right: true,
      })),
    ],
    waits.map((row) => [
      titles.wait(row.wait),
      ...[row.n, row.ended, row.waiting].map(count),
      lengthOf(row)(row.medianSeconds),
      row.standard === undefined || row.standard.shareMet === null
        ? '–'
        : `${percent(row.standard.shareMet)} of ${percent(row.standard.share)}`,
    ]),
  );
}

/** Of each wait in the unit of its own standard. */
function lengthOf(wait: MeasuredTotals['waits'][number] | undefined): LengthFormat {
  return lengthFormat(wait?.wholeDays, [wait?.standard?.within ?? '']);
}

async function instrumentsTable(
  page: Page,
  { instruments }: MeasuredTotals,
  titles: Titles,
): Promise<void> {
  const share = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : percent(value);
  await page.table(
    [
      { title: 'instrument' },
      ...['patients', 'measured', 'improved', 'between', 'mean change'].map((title) => ({
        title,
        right: true,
      })),
    ],
    instruments.map((row) => [
      titles.instrument(row.instrument),
      count(row.everybody),
      share(row.shareMeasured),
      share(row.shareImproved),
      `${share(row.shareImprovedBounds?.lower)} and ${share(row.shareImprovedBounds?.upper)}`,
      row.meanChange === null ? '–' : row.meanChange.toFixed(1),
    ]),
  );
}

async function moneyTable(page: Page, { money }: MeasuredTotals): Promise<void> {
  await page.table(
    [
      ...[{ title: 'payer' }, { title: 'currency' }, { title: 'figures' }],
      ...['cost', 'saving'].map((title) => ({ title, right: true })),
    ],
    money.map(({ payer, currency, basis, cost, saving }) => [
      ...[payer, currency, basis],
      ...[cost, saving].map(count),
    ]),
  );
}

async function stillWaiting(
  page: Page,
  { evidence = [], waits }: MeasuresAnswer,
  titles: Titles,
): Promise<void> {
  if (evidence.length === 0) return;
  const keys = keyColumn(evidence);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      { title: 'still waiting' },
      { title: 'held by' },
      { title: 'since' },
      { title: 'for', right: true },
    ],
    evidence.map((row) => [
      row.patient,
      ...keys.cell(row),
      titles.wait(row.wait),
      row.holder === undefined ? '' : partyText(titles, row.holder, row.organisation),
      whenText(row.since),
      lengthOf(waits.find(({ wait }) => wait === row.wait))(row.seconds),
    ]),
  );
}
