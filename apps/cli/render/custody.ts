/** Who holds the patients: in sentences, by service, and who owes an answer. */
import type { CustodyAnswer, CustodyCounts, CustodyTotals } from '#projections';
import {
  count,
  counted,
  duration,
  durationRange,
  patientDays,
  percent,
} from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { lists } from './custody-lists.js';
import { organisations } from './custody-organisations.js';
import { services } from './custody-services.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import type { Titles } from './titles.js';

export async function renderCustody(
  page: Page,
  answer: CustodyAnswer,
  titles: Titles,
): Promise<Page> {
  const { scopes = [] } = answer;
  page.title(`Custody on ${answer.definition.id}`);
  if ([answer, ...scopes].every(isEmpty))
    return footer(
      page.line('No service has held a patient yet, or been offered one.').gap(),
      answer,
    );
  await responsibility(page, answer, {
    titles,
    name: scopes.length === 0 ? '' : titles.scope(undefined),
    droppedCount: answer.droppedCount,
  });
  for (const scope of scopes)
    await responsibility(page, scope, { titles, name: titles.scope(scope.scope), droppedCount: 0 });
  await groupsTable(page, answer, ['held', 'offers open', 'silent', 'came back'], (group) =>
    [group.total.patients, group.total.offers.open, group.total.offers.silent]
      .map(count)
      .concat(count(group.total.offers.returned)),
  );
  await lists(page, answer, titles);
  return footer(page, answer);
}

function isEmpty({ total: { taken, offers: all } }: CustodyTotals): boolean {
  return all.made === 0 && Object.values(taken).every((spells) => spells === 0);
}

interface Named {
  readonly titles: Titles;
  /** Empty where there is only one. */
  readonly name: string;
  readonly droppedCount: number;
}

/** The pathway's own responsibility, or one scope. */
async function responsibility(
  page: Page,
  totals: CustodyTotals,
  { titles, name, droppedCount }: Named,
): Promise<void> {
  const { total, services: all } = totals;
  const held = page.tone('bold', counted(total.patients, 'patient'));
  const prefix = name === '' ? '' : `${page.tone('bold', name)}: `;
  page.line(`${prefix}${held} held, ${patientDays(total.heldSeconds)} patient-days in all.`);
  accountability(page, totals, droppedCount);
  comingBack(page, totals);
  idleness(page, total);
  offers(page, total);
  page.gap();
  await services(page, all, titles);
  await organisations(page, totals, titles);
}

function accountability(
  page: Page,
  { withoutHolderSeconds, heldTwiceSeconds }: CustodyTotals,
  droppedCount: number,
): void {
  const line =
    `Patient-days without a holder: ${patientDays(withoutHolderSeconds)}; ` +
    `with more than one: ${patientDays(heldTwiceSeconds)}.`;
  if (withoutHolderSeconds === 0 && heldTwiceSeconds === 0) page.line(line);
  else page.line(page.tone('red', `${line} Both should be 0.`));
  if (droppedCount > 0)
    page.line(
      page.tone('red', `Dropped, and accepted by nobody: ${counted(droppedCount, 'patient')}.`),
    );
}

function comingBack(page: Page, { passedBack, pingPongPatients }: CustodyTotals): void {
  if (passedBack === 0) return;
  const often =
    pingPongPatients === 0 ? '' : `, for ${counted(pingPongPatients, 'patient')} more than once`;
  page.line(
    `Responsibility came back to an earlier holder ${counted(passedBack, 'time')}${often}.`,
  );
}

function idleness(page: Page, { days, idleDays, longestIdleDays }: CustodyCounts): void {
  if (days === 0) return;
  const longest = longestIdleDays === 0 ? '' : `, at most ${count(longestIdleDays)} in a row`;
  page.line(
    `On ${count(idleDays)} of ${counted(days, 'whole day')} (${percent(idleDays, days)}) the holder reported nothing${longest}.`,
  );
}

function offers(page: Page, { offers: all, timeToAnswer, offeredSeconds }: CustodyCounts): void {
  if (all.made === 0) return;
  const { medianSeconds, medianCi95Seconds, answered } = timeToAnswer;
  const silent = page.tone(all.silent > 0 ? 'red' : 'bold', `${count(all.silent)} silent`);
  page.line(
    `${counted(all.made, 'offer')}: ${count(all.open)} open, of which ${silent} past the due time; ` +
      `returned to the sender ${counted(all.returned, 'time')}.`,
  );
  page.line(
    medianSeconds === null
      ? `${count(answered)} answered, fewer than half as far as the data reach: the median is not reached.`
      : `Half are answered within ${duration(medianSeconds)} (95 % confidence interval ${durationRange(medianCi95Seconds)}), open offers included.`,
  );
  page.line(`Offered but not yet accepted: ${patientDays(offeredSeconds)} patient-days.`);
}
