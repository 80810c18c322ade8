/** Who holds the patients, as people read it: in sentences, by service, and whom to ask. */
import type { CustodyAnswer, CustodyCounts, IdleSpell, OpenOffer } from '#projections';
import type { Page } from '../terminal/page.js';
import { standing } from './standing.js';
import { count, counted, duration, durationRange, percent } from '../terminal/format.js';

export async function renderCustody(page: Page, answer: CustodyAnswer): Promise<Page> {
  const { total, services, openOffers, idleSpells, idleSpellCount } = answer;
  page.title(`Custody on ${answer.definition.id}`);
  if (total.taken.entry === 0) return standing(page.line('Nobody had started.').gap(), answer);
  page.line(
    `${page.tone('bold', counted(total.patients, 'patient'))} held, ${patientDays(total.heldSeconds)} patient-days in all.`,
  );
  accountable(page, answer);
  idleness(page, total);
  offered(page, total);
  page.gap();
  await holders(page, services);
  await taken(page, services);
  await offers(page, services);
  await answers(page, services);
  await waiting(page, openOffers, total.offers.open);
  await idle(page, idleSpells, idleSpellCount);
  return standing(page, answer);
}

/** `1,204.5`; none is written 0, so that a little is never taken for nothing. */
function patientDays(seconds: number): string {
  const days = seconds / 86_400;
  if (days === 0) return '0';
  if (days < 0.1) return 'less than 0.1';
  return days.toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

function accountable(page: Page, { withoutHolderSeconds, heldTwiceSeconds }: CustodyAnswer): void {
  const line =
    `Person-days with no holder: ${patientDays(withoutHolderSeconds)}; ` +
    `with more than one: ${patientDays(heldTwiceSeconds)}.`;
  if (withoutHolderSeconds === 0 && heldTwiceSeconds === 0) page.line(line);
  else page.line(page.tone('red', `${line} Both must be 0: report it as a fault.`));
}

function idleness(page: Page, { days, idleDays, longestIdleDays }: CustodyCounts): void {
  if (days === 0) return;
  page.line(
    `On ${count(idleDays)} of ${counted(days, 'whole day')} (${percent(idleDays, days)}) nothing is reported of whoever held the patient` +
      (longestIdleDays === 0 ? '.' : `, at most ${count(longestIdleDays)} in a row.`),
  );
}

function offered(page: Page, { offers: all, timeToAnswer, offeredSeconds }: CustodyCounts): void {
  if (all.made === 0) return;
  const { medianSeconds, medianCi95Seconds, answered } = timeToAnswer;
  page.line(
    `${counted(all.made, 'offer')}: ${count(all.open)} open, of which ${page.tone(all.silent > 0 ? 'red' : 'bold', `${count(all.silent)} silent`)} past the due time; ` +
      `returned to the sender ${counted(all.returned, 'time')}.`,
  );
  page.line(
    medianSeconds === null
      ? `${count(answered)} were answered: fewer than half, as far as the data reach; the median is not reached.`
      : `Half are answered within ${duration(medianSeconds)} (95 % confidence interval ${durationRange(medianCi95Seconds)}), open ones counted in.`,
  );
  page.line(`Offered and not accepted: ${patientDays(offeredSeconds)} patient-days.`);
}

type Services = CustodyAnswer['services'];

async function holders(page: Page, services: Services): Promise<void> {
  await page.table(
    [
      { title: 'held by' },
      { title: 'patients', right: true },
      { title: 'patient-days', right: true },
      { title: 'idle days', right: true },
      { title: 'in a row', right: true },
    ],
    holding(services).map(({ service, patients, heldSeconds, days, idleDays, longestIdleDays }) => [
      service,
      count(patients),
      patientDays(heldSeconds),
      days === 0 ? '–' : `${count(idleDays)} of ${count(days)} (${percent(idleDays, days)})`,
      count(longestIdleDays),
    ]),
  );
}

async function taken(page: Page, services: Services): Promise<void> {
  const within = services.some((service) => service.taken.within > 0);
  await page.table(
    [
      { title: 'taken over by' },
      { title: 'on entry', right: true },
      { title: 'by acceptance', right: true },
      { title: 'by deed', right: true },
      ...(within ? [{ title: 'role to role', right: true }] : []),
    ],
    holding(services).map(({ service, taken: how }) => [
      service,
      ...[how.entry, how.acceptance, how.deed, ...(within ? [how.within] : [])].map(count),
    ]),
  );
}

function holding(services: Services): Services {
  return services.filter(({ taken: how }) => Object.values(how).some((n) => n > 0));
}

function asked(services: Services): Services {
  return services.filter(({ offers: { made } }) => made > 0);
}

async function offers(page: Page, services: Services): Promise<void> {
  if (asked(services).length === 0) return;
  await page.table(
    [
      { title: 'asked' },
      ...['open', 'silent', 'accepted', 'refused', 'withdrawn', 'overtaken'].map((title) => ({
        title,
        right: true,
      })),
    ],
    asked(services).map(({ service, offers: all }) => [
      service,
      count(all.open),
      all.silent === 0 ? '0' : page.tone('red', count(all.silent)),
      ...[all.accepted, all.refused, all.withdrawn, all.overtaken].map(count),
    ]),
  );
}

async function answers(page: Page, services: Services): Promise<void> {
  if (asked(services).length === 0) return;
  await page.table(
    [
      { title: 'asked' },
      { title: 'offers', right: true },
      { title: 'half in', right: true },
      { title: 'late', right: true },
      { title: 'returned', right: true },
      { title: 'not accepted', right: true },
      { title: 'silent for', right: true },
    ],
    asked(services).map(({ service, offers: all, timeToAnswer, offeredSeconds, silentSeconds }) => [
      service,
      count(all.made),
      duration(timeToAnswer.medianSeconds),
      count(all.late),
      count(all.returned),
      duration(offeredSeconds),
      duration(silentSeconds),
    ]),
  );
}

async function waiting(page: Page, rows: readonly OpenOffer[], all: number): Promise<void> {
  if (rows.length === 0) return;
  await page.table(
    [
      { title: 'patient' },
      { title: 'has not answered' },
      { title: 'offered' },
      { title: 'out for', right: true },
      { title: 'overdue', right: true },
    ],
    rows.map(({ patient, to, attempt, askedBack, offeredAt, offeredSeconds, overdueSeconds }) => [
      patient,
      `${to}${attempt > 1 ? ` (attempt ${attempt})` : ''}${askedBack ? ' (asked back)' : ''}`,
      offeredAt.slice(0, 10),
      duration(offeredSeconds),
      overdueSeconds === 0 ? '' : page.tone('red', duration(overdueSeconds)),
    ]),
  );
  if (rows.length < all)
    page.line(`The first ${rows.length} of ${count(all)} open offers; more with --limit.`).gap();
}

async function idle(page: Page, rows: readonly IdleSpell[], all: number): Promise<void> {
  if (rows.length === 0) return;
  await page.table(
    [
      { title: 'patient' },
      { title: 'held by' },
      { title: 'since' },
      { title: 'idle days', right: true },
      { title: 'in a row', right: true },
    ],
    rows.map(({ patient, holder, since, days, idleDays, longestIdleDays }) => [
      patient,
      holder,
      since.slice(0, 10),
      `${count(idleDays)} of ${count(days)}`,
      count(longestIdleDays),
    ]),
  );
  if (rows.length < all)
    page.line(`The first ${rows.length} of ${count(all)}; more with --limit.`).gap();
}
