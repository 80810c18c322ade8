/** Who is on a pathway: how many, for how long, where, held by whom, and what last happened to them. */
import type { CensusAnswer } from '#projections';
import { count, counted, duration, occurredText, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import { partyText } from './journey/parties.js';
import { keyColumn } from './keys.js';
import type { Titles } from './titles.js';

export async function renderCensus(
  page: Page,
  answer: CensusAnswer,
  titles: Titles,
): Promise<Page> {
  const { open, unknownTypes } = answer;
  censusSummary(page, answer);
  lostLine(page, answer).gap();
  const byTitle = Object.entries(answer.stages).map(([id, n]) => [titles.stage(id), n] as const);
  await counts(page, 'stage', byTitle, open);
  const byName = Object.entries(answer.holders).map(([id, n]) => [titles.service(id), n] as const);
  await counts(page, 'held by', byName, open);
  await counts(page, 'last event', Object.entries(answer.lastEventCounts), open);
  await groupsTable(page, answer, ['open', 'lost', 'half for more than'], (group) => [
    ...[group.open, group.lost.n].map(count),
    group.ageSeconds.median === null ? '–' : duration(group.ageSeconds.median),
  ]);
  await openCases(page, answer, titles);
  if ((answer.lostCases ?? []).length > 0) page.line(page.tone('bold', 'Lost to follow-up'));
  await openCases(page, { zone: answer.zone, evidence: answer.lostCases ?? [] }, titles);
  for (const { type, n } of unknownTypes) {
    const what = `Unknown event type ${type}: ${counted(n, 'event')}; no definition declares it.`;
    page.line(page.tone('yellow', what));
  }
  if (unknownTypes.length > 0) page.gap();
  return footer(page, answer);
}

function lostLine(page: Page, { lost: { n, after, heardOf } }: CensusAnswer): Page {
  if (n === 0) return page;
  return page.line(
    `Nothing was heard of ${count(n)} of them for more than ${after}: lost to follow-up. ${count(heardOf)} are left.`,
  );
}

/** The census in sentences alone. */
export function censusSummary(page: Page, answer: CensusAnswer): Page {
  const { started, open, closed, eventsSeen, ageSeconds, openOver, perEpisode } = answer;
  page.title(`Census of ${answer.definition.id}`);
  if (started === 0) return page.line(`No ${perEpisode ? 'episode' : 'patient'} has started.`);
  const all = counted(started, perEpisode ? 'episode' : 'patient');
  const was = open === 1 ? 'was' : 'were';
  const [had, where, left] = perEpisode
    ? ['that had started', `${was} open`, 'had closed']
    : ['who had started', `${was} still on the pathway`, 'had left it'];
  page.line(
    `${page.tone('bold', count(open))} of ${all} ${had} ${where}; ` +
      `${count(closed)} ${left} (${counted(eventsSeen, 'event')} counted).`,
  );
  if (open === 0) return page;
  page.line(
    `Half of the open ones have been on it for more than ${duration(ageSeconds.median)}, ` +
      `and 8 in 100 for more than ${duration(ageSeconds.p92)}.`,
  );
  const over = openOver.map(({ limit, n }) => `${count(n)} for more than ${limit}`);
  return over.length === 0 ? page : page.line(`${over.join(', ')}.`);
}

async function counts(
  page: Page,
  title: string,
  of: readonly (readonly [string, number])[],
  whole: number,
): Promise<void> {
  const rows = of.map(([name, n]) => [name, count(n), percent(n, whole)]);
  if (rows.length === 0) return;
  await page.table(
    [{ title }, { title: 'open', right: true }, { title: 'share', right: true }],
    rows,
  );
}

async function openCases(
  page: Page,
  { zone, evidence: cases = [] }: Pick<CensusAnswer, 'zone' | 'evidence'>,
  titles: Titles,
): Promise<void> {
  if (cases.length === 0) return;
  const episodes = cases.some(({ episode }) => episode !== undefined);
  const keys = keyColumn(cases);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      ...(episodes ? [{ title: 'episode', right: true }] : []),
      { title: 'stage' },
      { title: 'held by' },
      { title: 'for', right: true },
      { title: 'last event' },
      { title: 'occurred', wide: true },
      { title: 'position', right: true, wide: true },
    ],
    cases.map(({ patient, key, episode, stage, holder, organisation, ageSeconds, last }) => [
      patient,
      ...keys.cell({ key }),
      ...(episodes ? [String(episode ?? '')] : []),
      titles.stage(stage),
      partyText(titles, holder, organisation),
      duration(ageSeconds),
      last.type,
      occurredText(last.occurredAt, zone),
      last.position,
    ]),
  );
}
