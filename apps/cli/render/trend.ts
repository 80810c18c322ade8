/** A figure month by month: its usual limits, and the months that break a rule. */
import type { TrendAnswer, TrendFigures, TrendMonth } from '#projections';
import { count, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { evidenceTable } from './evidence.js';
import { footer } from './footer.js';
import { lengthFormat, type LengthFormat } from './wait-length.js';

const SUBJECTS: Readonly<Record<TrendAnswer['measure'], string>> = {
  median: 'The median wait',
  'share-within': 'The share in time',
  started: 'The number begun in a month',
  ended: 'The number ended in a month',
  open: 'The number still open',
  breached: 'The number of breaches in a month',
};
const SIGNALS: Readonly<Record<TrendMonth['signals'][number], string>> = {
  outside: 'outside the limits',
  shift: 'seven on one side',
  trend: 'seven in one direction',
  'near-limit': 'close to a limit',
};

export async function renderTrend(page: Page, answer: TrendAnswer): Promise<Page> {
  const { from, to, by, within } = answer;
  const target = within === undefined ? '' : ` within ${within}`;
  page.title(`From ${from.join(' or ')} to ${to.join(' or ')}${target}, by month`);
  page.line(
    by === 'cohort'
      ? 'Each month has the cases that began in it.'
      : 'Each month has what happened in it, to all who were waiting.',
  );
  await monthsOf(page, answer, answer);
  for (const group of answer.groups ?? []) {
    page.title(`${answer.groupBy ?? ''} ${group.group}`);
    if ('suppressed' in group) page.line('Too few patients to be shown.').gap();
    else await monthsOf(page, answer, group);
  }
  await evidenceTable(page, answer, lengthOf(answer));
  return footer(page, answer);
}

async function monthsOf(
  page: Page,
  answer: TrendAnswer,
  { chart, months }: TrendFigures,
): Promise<void> {
  const { measure, within } = answer;
  const length = lengthOf(answer);
  const text = (value: number | null): string => valueText(measure, value, length);
  const few = 'Too few months for limits.';
  page.line(
    chart === null
      ? few
      : `${SUBJECTS[measure]} is ${text(chart.mean)} on average and usually varies between ` +
          `${text(Math.max(0, chart.lower))} and ${text(measure === 'share-within' ? Math.min(1, chart.upper) : chart.upper)} ` +
          `(${count(chart.months)} months).`,
  );
  page.gap();
  if (months.length === 0) return;
  await page.table(
    [
      { title: 'month' },
      { title: 'begun', right: true },
      { title: 'ended', right: true },
      { title: 'open', right: true },
      { title: 'median', right: true },
      ...(within === undefined ? [] : [{ title: 'in time', right: true }]),
      { title: 'signal' },
    ],
    months.map((row) => [
      row.complete ? row.month : `${row.month} so far`,
      ...[row.started, row.ended, row.open].map((n) => count(n)),
      valueText('median', row.medianSeconds, length),
      ...(within === undefined ? [] : [valueText('share-within', row.shareWithin ?? null, length)]),
      row.signals.map((signal) => SIGNALS[signal]).join(', '),
    ]),
  );
}

function lengthOf({ wholeDays, within = '' }: TrendAnswer): LengthFormat {
  return lengthFormat(wholeDays, [within]);
}

function valueText(
  measure: TrendAnswer['measure'],
  value: number | null,
  length: LengthFormat,
): string {
  if (value === null) return '–';
  if (measure === 'median') return length(value);
  return measure === 'share-within' ? percent(value) : String(Math.round(value * 10) / 10);
}
