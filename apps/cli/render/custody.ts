/** Who holds the patients: in sentences, by service, and who owes an answer. */
import type {
  CustodyAnswer,
  CustodyCounts,
  DroppedPatient,
  IdleSpell,
  OpenOffer,
} from '#projections';
import {
  count,
  counted,
  duration,
  durationRange,
  patientDays,
  percent,
} from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { partyText } from './journey/parties.js';
import { askedText, organisations } from './custody-organisations.js';
import { services } from './custody-services.js';
import { footer } from './footer.js';
import { keyColumn } from './keys.js';
import { noteMoreRows } from './rows.js';
import { NAME_CHARACTERS, type Titles } from './titles.js';

export async function renderCustody(
  page: Page,
  answer: CustodyAnswer,
  titles: Titles,
): Promise<Page> {
  const { total, openOffers, idleSpells, idleSpellCount, dropped, droppedCount } = answer;
  page.title(`Custody on ${answer.definition.id}`);
  if (total.taken.entry === 0) return footer(page.line('No patient has started.').gap(), answer);
  page.line(
    `${page.tone('bold', counted(total.patients, 'patient'))} held, ${patientDays(total.heldSeconds)} patient-days in all.`,
  );
  accountability(page, answer);
  idleness(page, total);
  offers(page, total);
  page.gap();
  await services(page, answer.services, titles);
  await organisations(page, answer, titles);
  await droppedPatients(page, dropped.map(namedHolder(titles)), droppedCount);
  await unanswered(page, openOffers.map(namedReceiver(titles)), total.offers.open);
  await idle(page, idleSpells.map(namedHolder(titles)), idleSpellCount);
  return footer(page, answer);
}

/** A row with the name of its service in place of the id. */
function namedHolder(titles: Titles) {
  return <Row extends { readonly holder: string }>(row: Row): Row => ({
    ...row,
    holder: titles.service(row.holder),
  });
}

function namedReceiver(titles: Titles) {
  return (offer: OpenOffer): OpenOffer => ({ ...offer, to: titles.service(offer.to) });
}

function accountability(
  page: Page,
  { withoutHolderSeconds, heldTwiceSeconds, droppedCount }: CustodyAnswer,
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

async function droppedPatients(
  page: Page,
  rows: readonly DroppedPatient[],
  all: number,
): Promise<void> {
  if (rows.length === 0) return;
  const keys = keyColumn(rows);
  await page.table(
    [
      { title: 'patient' },
      ...keys.column,
      { title: 'last held by', wrapAt: NAME_CHARACTERS },
      { title: 'dropped' },
      { title: 'for', right: true },
    ],
    rows.map(({ patient, key, holder, since, seconds }) => [
      patient,
      ...keys.cell({ key }),
      holder,
      since.slice(0, 10),
      duration(seconds),
    ]),
  );
  noteMoreRows(page, rows.length, all, 'dropped patients');
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

async function unanswered(page: Page, rows: readonly OpenOffer[], all: number): Promise<void> {
  if (rows.length === 0) return;
  const keys = keyColumn(rows);
  await page.table(
    [
      { title: 'patient' },
      ...keys.column,
      { title: 'answer owed by', wrapAt: NAME_CHARACTERS },
      { title: 'offered' },
      { title: 'open for', right: true },
      { title: 'overdue', right: true },
    ],
    rows.map(({ to, attempt, askedBack, offeredAt, offeredSeconds, overdueSeconds, ...of }) => [
      of.patient,
      ...keys.cell(of),
      `${askedText(to, of)}${attempt > 1 ? ` (attempt ${attempt})` : ''}${askedBack ? ' (withdrawal requested)' : ''}`,
      offeredAt.slice(0, 10),
      duration(offeredSeconds),
      overdueSeconds === 0 ? '' : page.tone('red', duration(overdueSeconds)),
    ]),
  );
  noteMoreRows(page, rows.length, all, 'open offers');
}

async function idle(page: Page, rows: readonly IdleSpell[], all: number): Promise<void> {
  if (rows.length === 0) return;
  const keys = keyColumn(rows);
  await page.table(
    [
      { title: 'patient' },
      ...keys.column,
      { title: 'held by', wrapAt: NAME_CHARACTERS },
      { title: 'since' },
      { title: 'idle days', right: true },
      { title: 'in a row', right: true },
    ],
    rows.map(({ patient, key, holder, organisation, since, days, idleDays, longestIdleDays }) => [
      patient,
      ...keys.cell({ key }),
      partyText(holder, organisation),
      since.slice(0, 10),
      `${count(idleDays)} of ${count(days)}`,
      count(longestIdleDays),
    ]),
  );
  noteMoreRows(page, rows.length, all, 'idle holders');
}
