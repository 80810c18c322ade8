/** Queues as people read them: how many wait, and who was overtaken at equal urgency. */
import type { QueueCounts, QueuesAnswer } from '#projections';
import type { Page } from '../terminal/page.js';
import { standing } from './standing.js';
import { count, counted, duration } from '../terminal/format.js';

export async function renderQueues(page: Page, answer: QueuesAnswer): Promise<Page> {
  const { queues, total, overtakings } = answer;
  page.title(`Queues of ${answer.definition.id}`);
  if (queues.length === 0) return standing(page.line('It has no queues.').gap(), answer);
  page.line(`${page.tone('bold', counted(total, 'overtaking'))} at equal urgency.`).gap();
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
  await ages(page, queues);
  if (total === 0) return standing(page, answer);
  await page.table(
    [
      { title: 'queue' },
      { title: 'urgency' },
      { title: 'overtaken' },
      { title: 'by' },
      { title: 'when' },
      { title: 'had joined earlier', right: true },
      { title: 'waited on', right: true },
    ],
    overtakings.map((row) => [
      row.queue,
      row.urgency ?? '',
      row.overtaken,
      row.by,
      row.at.slice(0, 16).replace('T', ' '),
      duration(row.joinedEarlierSeconds),
      row.waitedOnSeconds === null ? 'still waiting' : duration(row.waitedOnSeconds),
    ]),
  );
  if (overtakings.length < total) {
    page.line(`The first ${overtakings.length} of ${count(total)}; more with --limit.`);
  }
  return standing(page, answer);
}

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
        group.replaceAll('-', group === '18-66' ? '-' : ' '),
        ...[patients, joined, overtaken].map(number),
      ]),
    ),
  );
}
