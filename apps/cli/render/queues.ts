/** Queues: how many are waiting, and who was overtaken at equal urgency. */
import type { QueueCounts, QueuesAnswer } from '#projections';
import { count, counted, duration, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import { noteMoreRows } from './rows.js';
import type { Titles } from './titles.js';

export async function renderQueues(
  page: Page,
  answer: QueuesAnswer,
  titles: Titles,
): Promise<Page> {
  const { total } = answer;
  const queues = answer.queues.map((row) => ({ ...row, queue: titles.queue(row.queue) }));
  page.title(`Queues of ${answer.definition.id}`);
  if (queues.length === 0) return footer(page.line('This pathway has no queues.').gap(), answer);
  const cases = counted(total, 'case of overtaking', 'cases of overtaking');
  page.line(`${page.tone('bold', cases)} at equal urgency.`).gap();
  await page.table(
    [
      { title: 'queue' },
      ...['joined', 'served', 'left', 'waiting', 'overtaken'].map((title) => ({
        title,
        right: true,
      })),
    ],
    queues.map(({ queue, joined, served, left, waiting, overtaken }) => [
      queue,
      ...[joined, served, left, waiting, overtaken].map(count),
    ]),
  );
  await urgencies(page, queues);
  await ages(page, queues);
  await periods(page, queues);
  pressures(page, queues);
  if (total > 0) await overtakings(page, answer, titles);
  return footer(page, answer);
}

async function overtakings(
  page: Page,
  { overtakings: rows, total, queues: queues }: QueuesAnswer,
  titles: Titles,
): Promise<void> {
  const isOnlyQueue = queues.length === 1;
  await page.table(
    [
      { title: 'queue', wide: isOnlyQueue },
      { title: 'urgency' },
      { title: 'overtaken', whole: true },
      { title: 'by', whole: true, wide: true },
      { title: 'when' },
      { title: 'joined earlier by', right: true },
      { title: 'waited on for', right: true },
    ],
    rows.map((row) => [
      titles.queue(row.queue),
      row.urgency ?? '',
      row.overtaken,
      row.by,
      whenText(row.at),
      duration(row.joinedEarlierSeconds),
      row.waitedOnSeconds === null ? 'still waiting' : duration(row.waitedOnSeconds),
    ]),
  );
  noteMoreRows(page, rows.length, total);
}

async function urgencies(page: Page, queues: readonly QueueCounts[]): Promise<void> {
  const rows = queues.flatMap(({ queue, urgencies: own }) =>
    own.length < 2
      ? []
      : own.map(({ urgency, joined, waiting, overtaken }) => [
          ...[queue, urgency ?? 'other'],
          ...[joined, waiting, overtaken].map(count),
        ]),
  );
  if (rows.length === 0) return;
  await page.table(
    [
      { title: 'queue' },
      { title: 'urgency' },
      ...['joined', 'waiting', 'overtaken'].map((title) => ({ title, right: true })),
    ],
    rows,
  );
}

/** Whether the queue adds up, period by period. */
async function periods(page: Page, queues: readonly QueueCounts[]): Promise<void> {
  for (const { queue, periods: rows } of queues) {
    if (rows === undefined) continue;
    await page.table(
      [
        { title: queue },
        ...['before', 'in', 'served', 'removed', 'after', 'residual'].map((title) => ({
          title,
          right: true,
        })),
      ],
      rows.map((row) => [
        `from ${row.from.slice(0, 10)}`,
        ...[row.openBefore, row.joined, row.served, row.removed, row.openAfter].map(count),
        count(row.residual),
      ]),
    );
  }
}

function pressures(page: Page, queues: readonly QueueCounts[]): void {
  for (const { queue, pressure, waiting } of queues) {
    if (pressure === undefined || pressure.pressure === null) continue;
    const { target, targetQueue, demandPerWeek, reliefCapacityPerWeek } = pressure;
    page
      .line(
        `${queue}: pressure ${pressure.pressure.toFixed(2)} against ${target}. ${count(waiting)} wait, ` +
          `where ${targetQueue.toFixed(0)} may with ${demandPerWeek.toFixed(1)} a week; ` +
          `${reliefCapacityPerWeek.toFixed(1)} served a week would get there in half a year.`,
      )
      .gap();
  }
}

/** Ages as JSON has them, in words. */
const AGE_GROUPS: Readonly<Record<string, string>> = {
  'under-18': 'under 18',
  '67-and-over': '67 and over',
  'not-known': 'unknown',
};

async function ages(page: Page, queues: readonly QueueCounts[]): Promise<void> {
  const number = (value: number | null): string => (value === null ? 'hidden' : count(value));
  await page.table(
    [
      { title: 'queue' },
      { title: 'age on joining' },
      ...['patients', 'joined', 'overtaken'].map((title) => ({ title, right: true })),
    ],
    queues.flatMap(({ queue, ages: groups }) =>
      groups.map(({ ages: group, patients, joined, overtaken }) => [
        queue,
        AGE_GROUPS[group] ?? group,
        ...[patients, joined, overtaken].map(number),
      ]),
    ),
  );
}
