/** What should have happened and has not: who holds the patient, what is missing, who should send it. */
import type { HolderStalls, Stall, StallsAnswer, StayBound } from '#projections';
import type { Page } from '../terminal/page.js';
import { standing } from './standing.js';
import { count, counted, duration, either } from '../terminal/format.js';

export async function renderStalls(page: Page, answer: StallsAnswer): Promise<Page> {
  const { total, duties, handovers, stages, parked, unreadable, patients } = answer;
  const { stalls, byHolder } = answer;
  page.title(`Stalls on ${answer.definition.id}`);
  if (total === 0) return standing(page.line('Nothing is stalled.').gap(), answer);
  const worst = byHolder[0];
  page.line(
    `${page.tone('bold', counted(total, 'stall'))} of ${counted(patients, 'patient')}: ` +
      `${counted(duties, 'duty', 'duties')} past due, ` +
      (handovers === 0 ? '' : `${counted(handovers, 'answer')} owed on handovers, `) +
      `${counted(stages, 'stay')} in a stage beyond its limit or longer than nine in ten take.` +
      (parked === 0 ? '' : ` ${counted(parked, 'sequence')} parked: stafett parked list.`) +
      (unreadable === 0 ? '' : ` ${counted(unreadable, 'patient')} could not be assessed.`) +
      (worst === undefined ? '' : ` Most of the excess lies with ${worst.holder}.`),
  );
  page.gap();
  if (byHolder.length > 0) await holders(page, byHolder);
  await list(page, stalls);
  if (stalls.length < total) {
    page.line(`The ${stalls.length} longest of ${count(total)}; more with --limit.`);
  }
  return standing(page, answer);
}

async function holders(page: Page, byHolder: readonly HolderStalls[]): Promise<void> {
  await page.table(
    [
      { title: 'held by' },
      { title: 'stalls', right: true },
      { title: 'patients', right: true },
      { title: 'too long, in all', right: true },
    ],
    byHolder.map(({ holder, stalls, patients, excessSeconds }) => [
      holder,
      count(stalls),
      count(patients),
      duration(excessSeconds),
    ]),
  );
}

const BOUND_WORDS: Readonly<Record<StayBound, string>> = {
  limit: 'limit',
  'expected-p90': 'p90',
  'population-p90': 'p90',
};

function boundWords(beyond: readonly StayBound[] = []): string {
  return beyond.map((by) => BOUND_WORDS[by]).join(' and ');
}

function stalledWords(stall: Stall): string {
  const { kind, stage, duty, handover, beyond, processor, code } = stall;
  if (kind === 'parked') return `parked for ${processor ?? ''}: ${code ?? ''}`;
  if (kind === 'unreadable') return `cannot be assessed: ${code ?? ''}`;
  return (
    duty ?? handoverWords(handover, stall) ?? `in stage ${stage}, beyond ${boundWords(beyond)}`
  );
}

/** With conditions where there are any; a long list is cut. */
function missingWords({ missing, missingWords: words }: Pick<Stall, 'missing' | 'missingWords'>) {
  return missing.length > MOST_TYPES ? either(missing) : words;
}

/** More types than this are cut in a table, and would not fit with their conditions. */
const MOST_TYPES = 3;

/** The handover with what is owed on it, where that is not the plain answer. */
function handoverWords(
  handover: string | undefined,
  { attempt, owed }: Pick<Stall, 'attempt' | 'owed'>,
): string | undefined {
  if (handover === undefined) return undefined;
  const asked = attempt === undefined ? handover : `${handover}, attempt ${attempt}`;
  if (owed === 'information') return `${asked}: what was asked`;
  return owed === 'withdrawal-answer' ? `${asked}: asked back` : asked;
}

/** Who was reminded, and to whom it was escalated, each with the day of the last time. */
function toldWords({ told = [] }: Pick<Stall, 'told'>): string {
  const last = new Map(told.map(({ how, service, at }) => [`${how} ${service}`, at.slice(0, 10)]));
  return [...last].map(([whom, day]) => `${whom} ${day}`).join('; ');
}

async function list(page: Page, stalls: readonly Stall[]): Promise<void> {
  const told = stalls.some((stall) => stall.told !== undefined);
  await page.table(
    [
      { title: 'patient' },
      { title: 'held by' },
      { title: 'stalled' },
      { title: 'due' },
      { title: 'too long', right: true },
      { title: 'missing' },
      { title: 'who sends it' },
      ...(told ? [{ title: 'told so far' }] : []),
    ],
    stalls.map((row) => [
      row.patient,
      row.holder,
      stalledWords(row),
      (row.dueAt ?? row.parkedAt)?.slice(0, 16).replace('T', ' ') ?? '',
      row.kind === 'unreadable' ? '' : duration(row.excessSeconds),
      missingWords(row),
      row.from,
      ...(told ? [toldWords(row)] : []),
    ]),
  );
}
