/** What should have happened and has not: who holds the patient, what is missing, who should send it. */
import type { HolderStalls, Stall, StallsAnswer, StayBound } from '#projections';
import { count, counted, duration, either, minuteText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import { keyColumn } from './keys.js';
import { partyText } from './journey/parties.js';
import { noteMoreRows } from './rows.js';
import type { Titles } from './titles.js';

export async function renderStalls(
  page: Page,
  answer: StallsAnswer,
  titles: Titles,
): Promise<Page> {
  const { total, stalls, byHolder } = answer;
  page.title(`Stalls on ${answer.definition.id}`);
  if (total === 0) return footer(page.line('Nothing is stalled.').gap(), answer);
  page.line(summary(page, answer, titles)).gap();
  if (byHolder.length > 0) await holders(page, byHolder, titles);
  await list(page, stalls, titles);
  noteMoreRows(page, stalls.length, total, 'stalls');
  return footer(page, answer);
}

function summary(page: Page, answer: StallsAnswer, titles: Titles): string {
  const {
    total,
    duties,
    notAttributable,
    handovers,
    stages,
    parked,
    unreadable,
    patients,
    byHolder,
  } = answer;
  const worst = byHolder[0];
  const kinds = [
    `${counted(duties, 'duty', 'duties')} past due${notAttributable === 0 ? '' : ` (${notAttributable} not attributable)`}`,
    ...(handovers === 0 ? [] : [`${counted(handovers, 'overdue answer')} to handovers`]),
    `${counted(stages, 'stay')} in a stage beyond its limit or for longer than nine out of ten`,
  ];
  const sentences = [
    `${page.tone('bold', counted(total, 'stall'))} for ${counted(patients, 'patient')}: ${kinds.join(', ')}.`,
    ...(parked === 0 ? [] : [`${counted(parked, 'sequence')} parked (see stafett parked list).`]),
    ...(unreadable === 0 ? [] : [`${counted(unreadable, 'patient')} could not be assessed.`]),
    ...(worst === undefined
      ? []
      : [`Most of the excess time is with ${titles.service(worst.holder)}.`]),
  ];
  return sentences.join(' ');
}

async function holders(
  page: Page,
  byHolder: readonly HolderStalls[],
  titles: Titles,
): Promise<void> {
  await page.table(
    [
      { title: 'held by' },
      { title: 'stalls', right: true },
      { title: 'patients', right: true },
      { title: 'total excess', right: true },
    ],
    byHolder.map(({ holder, stalls, patients, excessSeconds }) => [
      titles.service(holder),
      count(stalls),
      count(patients),
      duration(excessSeconds),
    ]),
  );
}

async function list(page: Page, stalls: readonly Stall[], titles: Titles): Promise<void> {
  const keys = keyColumn(stalls);
  const anyNotified = stalls.some((stall) => stall.told !== undefined);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      { title: 'held by' },
      { title: 'stalled' },
      { title: 'due' },
      { title: 'overdue by', right: true },
      { title: 'missing' },
      { title: 'to be sent by' },
      { title: 'version', right: true, wide: true },
      ...(anyNotified ? [{ title: 'reminders and escalations' }] : []),
    ],
    stalls.map((stall) => [
      stall.patient,
      ...keys.cell(stall),
      partyText(titles, stall.holder, stall.organisation),
      stalledText(stall, titles),
      minuteText(stall.dueAt ?? stall.parkedAt ?? ''),
      stall.kind === 'unreadable' ? '' : duration(stall.excessSeconds),
      missingText(stall),
      partyText(titles, stall.from, stall.fromOrganisation),
      String(stall.version ?? ''),
      ...(anyNotified ? [notifiedText(stall, titles)] : []),
    ]),
  );
}

function stalledText(stall: Stall, titles: Titles): string {
  const { kind, stage, duty, handover, beyond = [], processor, code } = stall;
  if (kind === 'parked') return `parked for ${processor ?? ''}: ${code ?? ''}`;
  if (kind === 'unreadable') return `cannot be assessed: ${code ?? ''}`;
  if (duty !== undefined)
    return `${titles.duty(duty)}${stall.attributable === false ? ' (not attributable)' : ''}`;
  if (handover !== undefined) return handoverText(titles.handover(handover), stall);
  return `in stage ${titles.stage(stage)}, beyond ${beyond.map((bound) => BOUNDS[bound]).join(' and ')}`;
}

const BOUNDS: Readonly<Record<StayBound, string>> = {
  limit: 'limit',
  'expected-p90': 'p90',
  'population-p90': 'p90',
};

/** The handover with what is overdue, where that is not the plain answer. */
function handoverText(handover: string, { attempt, owed }: Stall): string {
  const offer = attempt === undefined ? handover : `${handover}, attempt ${attempt}`;
  if (owed === 'information') return `${offer}: information requested`;
  return owed === 'withdrawal-answer' ? `${offer}: withdrawal requested` : offer;
}

/** More types than this are cut in a table, and would not fit with their conditions. */
const TYPES_MAX = 3;

/** With conditions where there are any; a long list is cut. */
function missingText({ missing, missingWords }: Stall): string {
  return missing.length > TYPES_MAX ? either(missing) : missingWords;
}

const NOTICES: Readonly<Record<string, string>> = { escalated: 'escalated to' };

/** Who was reminded, and to whom it was escalated, each with the day of the last time. */
function notifiedText({ told = [] }: Stall, titles: Titles): string {
  const last = new Map(
    told.map(({ how, service, organisation, at }) => [
      `${NOTICES[how] ?? how} ${partyText(titles, service, organisation)}`,
      at.slice(0, 10),
    ]),
  );
  return [...last].map(([notice, day]) => `${notice} ${day}`).join('; ');
}
