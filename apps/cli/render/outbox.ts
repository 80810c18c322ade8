/** The outbox: how many messages wait for each service, for how long, and why. */
import { receiverParts } from '#care-event';
import type { WaitingAnswer, WaitingMessage, WaitingMessagesAnswer } from '#projections';
import { count, counted, duration, localText, localZone } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import type { Names } from './titles.js';
import { positionText } from './footer.js';
import { noteMoreRows } from './rows.js';

/** Of services and organisations, by id. */
export interface ReceiverNames {
  readonly services: Names;
  readonly organisations: Names;
}

export async function renderOutbox(
  page: Page,
  answer: WaitingAnswer,
  names: ReceiverNames,
): Promise<Page> {
  const { services, waiting, givenUp } = answer;
  page.title('Undelivered handover messages');
  if (waiting === 0) return footer(page.line('No message is waiting.').gap(), answer);
  page.line(
    `${page.tone('bold', counted(waiting, 'message'))} waiting for ${counted(services.length, 'service')}; ` +
      `delivery of ${count(givenUp)} was abandoned after the last attempt.`,
  );
  page.gap();
  await page.table(
    [
      { title: 'service' },
      ...['waiting', 'abandoned', 'oldest'].map((title) => ({ title, right: true })),
    ],
    services.map((row) => [
      withName(row.service, names),
      count(row.waiting),
      count(row.givenUp),
      duration(row.oldestSeconds),
    ]),
  );
  return footer(page, answer);
}

export async function renderOutboxOf(
  page: Page,
  answer: WaitingMessagesAnswer,
  names: ReceiverNames,
): Promise<Page> {
  const { service, total, messages } = answer;
  page.title(`Messages waiting for ${withName(service, names)}`);
  if (total === 0) return footer(page.line('No message is waiting.').gap(), answer);
  await page.table(
    [
      { title: 'position', right: true },
      { title: 'patient', whole: true },
      { title: 'about' },
      { title: 'pathway' },
      { title: 'effective' },
      { title: 'waiting for', right: true },
      { title: 'state' },
    ],
    messages.map((row) => [
      row.position,
      row.patient,
      row.kind,
      row.pathway,
      localText(row.time),
      duration(row.waitingSeconds),
      stateText(row),
    ]),
  );
  noteMoreRows(page, messages.length, total);
  return footer(page, answer);
}

/** With the id, by which the feed and the command know it. */
function withName(receiver: string, { services, organisations }: ReceiverNames): string {
  const { service, organisation } = receiverParts(receiver);
  const name = services[service] ?? service;
  const of = organisation === undefined ? '' : ` of ${organisations[organisation] ?? organisation}`;
  return `${name}${of}` === receiver ? receiver : `${name}${of} (${receiver})`;
}

function stateText({ state, attempts, reason, retryAt }: WaitingMessage): string {
  if (state === 'waiting') return 'waiting';
  const failed = `${counted(attempts, 'attempt')} failed (${reason ?? 'no reason recorded'})`;
  if (state === 'given-up') return `abandoned: ${failed}`;
  return `${failed}, next ${retryAt === null ? 'soon' : `at ${localText(retryAt)}`}`;
}

/** No definition is behind these counts, only the log. */
function footer(page: Page, answer: WaitingAnswer | WaitingMessagesAnswer): Page {
  const { position, asOf, unreadable = 0 } = answer;
  if (unreadable > 0)
    page.line(
      `${counted(unreadable, 'handover has', 'handovers have')} damaged events in the log, so messages may be missing here; stafett log verify names them.`,
    );
  return page.line(
    page.tone(
      'dim',
      `${positionText(position)}; as of ${localText(asOf)}; times in ${localZone()}.`,
    ),
  );
}
