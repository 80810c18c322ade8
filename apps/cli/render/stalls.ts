/** What should have happened and has not: who holds the patient, what is missing, who should send it. */
import type { Notice, NoticedBy, OwingStalls, Stall, StallsAnswer } from '#projections';
import type { StayBound } from '#projections';
import { count, counted, duration, either, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { arrivalText } from './arrival.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import { keyColumn } from './keys.js';
import { partyText } from './journey/parties.js';
import { noteMoreRows } from './rows.js';
import type { Titles } from './titles.js';

export async function renderStalls(
  page: Page,
  answer: StallsAnswer,
  titles: Titles,
): Promise<Page> {
  const { total, stalls, byOwing, byHolder } = answer;
  page.title(`Stalls on ${answer.definition.id}`);
  if (total === 0) return footer(page.line('Nothing is stalled.').gap(), answer);
  page.line(summary(page, answer, titles)).gap();
  await parties(
    page,
    'to be sent by',
    byOwing.map(({ from, fromOrganisation, ...row }) => ({
      ...row,
      party: partyText(titles, from, fromOrganisation),
    })),
  );
  await parties(
    page,
    'held by meanwhile',
    byHolder.map(({ holder, ...row }) => ({ ...row, party: titles.service(holder) })),
  );
  await stages(page, answer, titles);
  await groupsTable(page, answer, ['stalls', 'critical', 'total excess'], (group) => [
    ...[group.total, group.critical].map(count),
    duration(group.byOwing.reduce((sum, { excessSeconds }) => sum + excessSeconds, 0)),
  ]);
  await list(page, stalls, titles);
  noteMoreRows(page, stalls.length, total, 'stalls');
  return footer(page, answer);
}

function summary(page: Page, answer: StallsAnswer, titles: Titles): string {
  const { total, critical, high, notices, duties, notAttributable, handovers, stages } = answer;
  const { parked, unreadable, patients, byOwing } = answer;
  const worst = byOwing[0];
  const kinds = [
    ...(duties === 0
      ? []
      : [
          `${counted(duties, 'duty', 'duties')} past due${notAttributable === 0 ? '' : ` (${notAttributable} not attributable)`}`,
        ]),
    ...(handovers === 0 ? [] : [`${counted(handovers, 'overdue answer')} to handovers`]),
    ...(stages === 0
      ? []
      : [
          `${counted(stages, 'stay')} in a stage beyond its limit or for longer than nine out of ten`,
        ]),
  ];
  const dangers = [
    ...(critical === 0 ? [] : [`${count(critical)} critical`]),
    ...(high === 0 ? [] : [`${count(high)} of high severity`]),
  ];
  const sentences = [
    `${page.tone('bold', counted(total, 'stall'))} for ${counted(patients, 'patient')}${dangers.length === 0 ? '' : `, ${dangers.join(' and ')}`}; noticed ${notices === 1 ? 'once' : `${count(notices)} times`}${kinds.length === 0 ? '' : `: ${kinds.join(', ')}`}.`,
    ...(parked === 0 ? [] : [`${counted(parked, 'sequence')} parked (see stafett parked list).`]),
    ...(unreadable === 0 ? [] : [`${counted(unreadable, 'patient')} could not be assessed.`]),
    ...(worst === undefined
      ? []
      : [
          `Most of the excess time lies with ${partyText(titles, worst.from, worst.fromOrganisation)}.`,
        ]),
  ];
  return sentences.join(' ');
}

async function parties(
  page: Page,
  title: string,
  rows: readonly (Omit<OwingStalls, 'from'> & { readonly party: string })[],
): Promise<void> {
  if (rows.length === 0) return;
  const anyCritical = rows.some(({ critical }) => critical > 0);
  await page.table(
    [
      { title },
      { title: 'stalls', right: true },
      ...(anyCritical ? [{ title: 'critical', right: true }] : []),
      { title: 'patients', right: true },
      { title: 'total excess', right: true },
    ],
    rows.map(({ party, stalls, critical, patients, excessSeconds }) => [
      party,
      count(stalls),
      ...(anyCritical ? [count(critical)] : []),
      count(patients),
      duration(excessSeconds),
    ]),
  );
}

/** What waits beyond what is usual, by stage. */
async function stages(page: Page, { expected }: StallsAnswer, titles: Titles): Promise<void> {
  const beyond = expected.filter(({ excessSeconds }) => (excessSeconds ?? 0) > 0);
  if (beyond.length === 0) return;
  await page.table(
    [
      { title: 'stage' },
      { title: 'nine in ten leave within', right: true },
      { title: 'as says' },
      { title: 'excess of those there', right: true },
    ],
    beyond.map(({ stage, p90Seconds, source, excessSeconds }) => [
      titles.stage(stage),
      p90Seconds === null ? '' : duration(p90Seconds),
      source === 'definition' ? 'the definition' : 'the last year',
      duration(excessSeconds ?? 0),
    ]),
  );
}

async function list(page: Page, stalls: readonly Stall[], titles: Titles): Promise<void> {
  const keys = keyColumn(stalls);
  const anyNotified = stalls.some((stall) => stall.notified !== undefined);
  const anySevere = stalls.some(({ severity }) => severity !== 'normal');
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      ...(anySevere ? [{ title: 'severity' }] : []),
      { title: 'to be sent by' },
      { title: 'stalled' },
      { title: 'due', wide: true },
      { title: 'overdue by', right: true },
      { title: 'missing', wide: true },
      { title: 'held by', wide: true },
      { title: 'version', right: true, wide: true },
      ...(anyNotified ? [{ title: 'notified', wide: true }] : []),
    ],
    stalls.map((stall) => [
      stall.patient,
      ...keys.cell(stall),
      ...(anySevere ? [stall.severity] : []),
      partyText(titles, stall.from, stall.fromOrganisation),
      stalledText(stall, titles),
      whenText(stall.dueAt ?? stall.parkedAt ?? ''),
      stall.kind === 'unreadable' ? '' : duration(stall.excessSeconds),
      missingText(stall),
      partyText(titles, stall.holder, stall.organisation),
      String(stall.version ?? ''),
      ...(anyNotified ? [notifiedText(stall, titles)] : []),
    ]),
  );
}

/** All rules that notice it, the longest first. */
function stalledText(stall: Stall, titles: Titles): string {
  const { kind, processor, code, noticedBy, attributable } = stall;
  if (kind === 'parked') return `parked for ${processor ?? ''}: ${code ?? ''}`;
  if (kind === 'unreadable') return `cannot be assessed: ${code ?? ''}`;
  const noticed = noticedBy.map((by) => noticedText(by, stall, titles)).join('; ');
  return attributable === false ? `${noticed} (not attributable)` : noticed;
}

function noticedText(
  { kind, id, attempt, beyond = [] }: NoticedBy,
  stall: Stall,
  titles: Titles,
): string {
  if (kind === 'duty') return titles.duty(id);
  if (kind === 'handover') {
    const handover = titles.handover(id);
    const offer = attempt === undefined ? handover : `${handover}, attempt ${attempt}`;
    return stall.handover === id && stall.attempt === attempt ? handoverText(offer, stall) : offer;
  }
  const bounds = beyond.map((bound) => BOUNDS[bound]).join(' and ');
  return `in stage ${titles.stage(id)}, beyond ${bounds}`;
}

const BOUNDS: Readonly<Record<StayBound, string>> = {
  limit: 'limit',
  'expected-p90': 'p90',
  'population-p90': 'p90',
};

/** The handover with what is overdue, where that is not the plain answer. */
function handoverText(offer: string, { owed }: Stall): string {
  if (owed === 'information') return `${offer}: information requested`;
  return owed === 'withdrawal-answer' ? `${offer}: withdrawal requested` : offer;
}

/** More types than this are cut in a table, and would not fit with their conditions. */
const TYPES_MAX = 3;

/** With conditions where there are any; a long list is cut. */
function missingText({ missing, missingWords }: Stall): string {
  return missing.length > TYPES_MAX ? either(missing) : missingWords;
}

const NOTICES: Readonly<Record<Notice['how'], string>> = {
  warned: 'warned',
  reminded: 'reminded',
  escalated: 'escalated to',
};

/** Who was notified, each with the day of the last time, and whether the message arrived. */
function notifiedText({ notified = [] }: Stall, titles: Titles): string {
  const last = new Map(
    notified.map((notice) => [
      `${NOTICES[notice.how]} ${partyText(titles, notice.service, notice.organisation)}`,
      `${notice.at.slice(0, 10)} (${arrivalText(notice.message, titles)})`,
    ]),
  );
  return [...last].map(([notice, when]) => `${notice} ${when}`).join('; ');
}
