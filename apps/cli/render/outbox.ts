/** The outbox as people read it: what waits for whom, how long, and why. */
import type { WaitingAnswer, WaitingMessage, WaitingMessagesAnswer } from '#projections';
import type { Page } from '../terminal/page.js';
import { count, counted, duration } from '../terminal/format.js';

export async function renderOutbox(page: Page, answer: WaitingAnswer): Promise<Page> {
  const { services, waiting, givenUp } = answer;
  page.title('Messages of handovers that have not arrived');
  if (waiting === 0) return standing(page.line('Nothing waits.').gap(), answer);
  page.line(
    `${page.tone('bold', counted(waiting, 'message'))} ${waiting === 1 ? 'waits' : 'wait'} for ` +
      `${counted(services.length, 'service')}; ${count(givenUp)} of them ` +
      `${givenUp === 1 ? 'was' : 'were'} given up after the last push.`,
  );
  page.gap();
  await page.table(
    [
      { title: 'for' },
      ...['waiting', 'given up', 'oldest waits'].map((title) => ({ title, right: true })),
    ],
    services.map((row) => [
      row.service,
      count(row.waiting),
      count(row.givenUp),
      duration(row.oldestSeconds),
    ]),
  );
  return standing(page, answer);
}

export async function renderOutboxOf(page: Page, answer: WaitingMessagesAnswer): Promise<Page> {
  const { service, total, messages } = answer;
  page.title(`Messages that wait for ${service}`);
  if (total === 0) return standing(page.line('Nothing waits.').gap(), answer);
  await page.table(
    [
      { title: 'position', right: true },
      { title: 'patient' },
      { title: 'about' },
      { title: 'pathway' },
      { title: 'took effect' },
      { title: 'waits', right: true },
      { title: 'state' },
    ],
    messages.map((row) => [
      row.position,
      row.patient,
      row.kind,
      row.pathway,
      row.time.slice(0, 16).replace('T', ' '),
      duration(row.waitingSeconds),
      stateWords(row),
    ]),
  );
  if (messages.length < total) {
    page.line(`The ${messages.length} longest of ${count(total)}; more with --limit.`);
  }
  return standing(page, answer);
}

function stateWords({ state, attempts, reason, retryAt }: WaitingMessage): string {
  if (state === 'waiting') return 'waiting';
  const tried = `${counted(attempts, 'push', 'pushes')} failed (${reason ?? 'no reason kept'})`;
  if (state === 'given-up') return `given up: ${tried}`;
  return `${tried}, again ${retryAt?.slice(0, 19).replace('T', ' ') ?? 'soon'}`;
}

/** No definition is behind these counts, only the log. */
function standing(page: Page, { position, asOf }: { position: string | null; asOf: string }): Page {
  const at = position === null ? 'The log is empty' : `At position ${position}`;
  return page.line(page.tone('dim', `${at}; as of ${asOf}.`));
}
