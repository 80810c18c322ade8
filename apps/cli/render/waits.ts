/** A wait in words: what half of the patients met, who is still waiting, and the curve in a few rows. */
import type { WaitsAnswer, WithinAnswer } from '#projections';
import { count, counted, durationRange, percent, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { evidenceTable } from './evidence.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import { lengthFormat, type LengthFormat } from './wait-length.js';

/** Shares still waiting at which the curve is shown. */
const CURVE_SHARES = [0.9, 0.75, 0.5, 0.25, 0.1];

export async function renderWaits(page: Page, answer: WaitsAnswer): Promise<Page> {
  const { from, to, n, censored, completedOnly } = answer;
  page.title(`From ${from.join(' or ')} to ${to.join(' or ')}`);
  if (n === 0) return footer(page.line('No patient has started this wait.').gap(), answer);
  const length = lengthFormat(answer.wholeDays, [answer.within?.limit ?? '']);
  page.line(medianSentence(page, answer, length));
  page.line(censored === 0 ? `All ${count(n)} got there.` : censoredSentence(answer));
  if (censored > 0 && completedOnly.medianSeconds !== null) {
    const naive = length(completedOnly.medianSeconds);
    page.line(
      `Completed waits alone would give ${naive}, but that leaves out everybody still waiting.`,
    );
  }
  if (answer.leftOut !== undefined) page.line(leftOutSentence(answer.leftOut));
  if (answer.within !== undefined) page.line(withinSentence(answer.within));
  if (answer.lost !== undefined) page.line(lostSentence(answer.lost));
  if (answer.lateEntries !== undefined) page.line(lateSentence(answer.lateEntries));
  if (answer.fewCases === true) page.line(FEW_CASES);
  page.gap();
  await curve(page, answer.survival, length);
  await reached(page, answer.at ?? []);
  await groupsTable(page, answer, ['cases', 'not there', 'median'], (group) => [
    ...[count(group.n), count(group.censored), length(group.medianSeconds)],
  ]);
  if (answer.difference !== undefined) page.line(differenceSentence(answer.difference)).gap();
  await evidenceTable(page, answer, length);
  return footer(page, answer);
}

const FEW_CASES = 'Few cases: the interval holds the truth less often than 95 times in 100.';

function lostSentence(lost: number): string {
  return `${count(lost)} of them ${lost === 1 ? 'is' : 'are'} lost: nothing was heard for too long; they count up to their last event.`;
}

function lateSentence(late: number): string {
  return `${count(late)} had begun before anybody watched, and ${late === 1 ? 'counts' : 'count'} from then on.`;
}

/** Whether groups differ by more than chance. */
export function differenceSentence({
  chiSquare,
  df,
  p,
}: NonNullable<WaitsAnswer['difference']>): string {
  if (p === null) return 'The groups cannot be compared.';
  const chance = p < 0.001 ? 'less than once in 1,000 times' : `${percent(p)} of the time`;
  return `Log-rank test: chance alone gives differences as large ${chance} (χ² ${chiSquare.toFixed(1)}, df ${df}).`;
}

async function reached(page: Page, at: NonNullable<WaitsAnswer['at']>): Promise<void> {
  if (at.length === 0) return;
  await page.table(
    [
      { title: 'by' },
      { title: 'got there', right: true },
      { title: '95 % CI', right: true },
      { title: 'at risk', right: true },
      { title: '' },
    ],
    at.map((row) => [
      row.at,
      percent(row.share),
      row.lower === null || row.upper === null
        ? '–'
        : `${percent(row.lower)} to ${percent(row.upper)}`,
      count(row.atRisk),
      row.fewCases === true ? 'few cases' : '',
    ]),
  );
}

function medianSentence(page: Page, answer: WaitsAnswer, length: LengthFormat): string {
  const { n, medianSeconds, medianCi95Seconds } = answer;
  const who = answer.perEpisode ? 'episode' : 'patient';
  if (medianSeconds === null) {
    return `Fewer than half of ${counted(n, who)} got there as far as the data reach: the median is not reached.`;
  }
  const median = page.tone('bold', length(medianSeconds));
  const interval = durationRange(medianCi95Seconds, length);
  return `Half of the ${who}s got there within ${median} (95 % confidence interval ${interval}).`;
}

function censoredSentence({ n, censored, censor, perEpisode }: WaitsAnswer): string {
  const until =
    censor === 'as-of' ? 'until the as-of instant' : 'until the patient’s last known event';
  const close = perEpisode ? ', or until the episode closed' : '';
  return `${count(censored)} of ${count(n)} have not got there; each counts as waiting ${until}${close}.`;
}

/** What is not counted where open waits are cut off at the last event. */
export function leftOutSentence({ open, since }: NonNullable<WaitsAnswer['leftOut']>): string {
  if (since === null) return 'Nobody is still waiting, so nothing is left out.';
  return (
    `This leaves out what happened after the last event of ${counted(open, 'open case')}, of one since ${whenText(since)}: ` +
    'whoever was forgotten counts as if nothing were known. Without --censor last-event they count as waiting until now.'
  );
}

function withinSentence({
  limit,
  met,
  late,
  lateOrNever,
  notYetDue,
  ...shares
}: WithinAnswer): string {
  const due = met + lateOrNever;
  const never = lateOrNever - late;
  const open = notYetDue === 0 ? '' : `; ${count(notYetDue)} not due yet`;
  const share = shares.shareLateOrNever === null ? '' : ` (${percent(shares.shareLateOrNever)})`;
  return (
    `Within ${limit}: ${count(met)} of ${count(due)} in time, ${count(late)} late, ${count(never)} never; ` +
    `late or never ${count(lateOrNever)}${share}${open}.`
  );
}

async function curve(
  page: Page,
  survival: WaitsAnswer['survival'],
  length: LengthFormat,
): Promise<void> {
  const chosen = CURVE_SHARES.flatMap(
    (share) => survival.find(({ probability }) => probability <= share) ?? [],
  );
  const rows = new Set([...chosen, ...survival.slice(-1)]);
  if (rows.size === 0) return;
  await page.table(
    [
      { title: 'after', right: true },
      { title: 'got there', right: true },
      { title: '95 % CI', right: true },
      { title: 'at risk', right: true },
    ],
    [...rows].map(({ seconds, probability, lower, upper, atRisk }) => [
      length(seconds),
      percent(1 - probability),
      lower === null || upper === null
        ? 'unknown'
        : `${percent(1 - upper)} to ${percent(1 - lower)}`,
      count(atRisk),
    ]),
  );
}
