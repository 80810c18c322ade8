/** Custody service by service: what each holds, how it came to it, and how it answers offers. */
import type { CustodyAnswer } from '#projections';
import { count, duration, patientDays, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import type { Titles } from './titles.js';

type Services = CustodyAnswer['services'];

export async function services(page: Page, answer: Services, titles: Titles): Promise<void> {
  const all = answer.map((row) => ({ ...row, service: titles.service(row.service) }));
  const holding = all.filter(({ taken }) => Object.values(taken).some((n) => n > 0));
  const asked = all.filter(({ offers: { made } }) => made > 0);
  if (holding.length > 0) {
    await holders(page, holding);
    await takenOver(page, holding);
  }
  if (asked.length === 0) return;
  await offers(page, asked);
  await answers(page, asked);
}

async function holders(page: Page, holding: Services): Promise<void> {
  await page.table(
    [
      { title: 'held by' },
      { title: 'patients', right: true },
      { title: 'patient-days', right: true },
      { title: 'idle days', right: true },
      { title: 'in a row', right: true },
    ],
    holding.map(({ service, patients, heldSeconds, days, idleDays, longestIdleDays }) => [
      service,
      count(patients),
      patientDays(heldSeconds),
      days === 0 ? '–' : `${count(idleDays)} of ${count(days)} (${percent(idleDays, days)})`,
      count(longestIdleDays),
    ]),
  );
}

async function takenOver(page: Page, holding: Services): Promise<void> {
  const within = holding.some(({ taken }) => taken.within > 0);
  const begun = holding.some(({ taken }) => (taken.begun ?? 0) > 0);
  const contact = holding.some(({ taken }) => taken.contact > 0);
  await page.table(
    [
      { title: 'taken over by' },
      { title: 'on entry', right: true },
      ...(begun ? [{ title: 'as it began', right: true }] : []),
      ...(contact ? [{ title: 'at first contact', right: true }] : []),
      { title: 'by acceptance', right: true },
      { title: 'by deed', right: true },
      ...(within ? [{ title: 'role to role', right: true }] : []),
    ],
    holding.map(({ service, taken }) => [
      service,
      count(taken.entry),
      ...(begun ? [count(taken.begun ?? 0)] : []),
      ...(contact ? [count(taken.contact)] : []),
      count(taken.acceptance),
      count(taken.deed),
      ...(within ? [count(taken.within)] : []),
    ]),
  );
}

async function offers(page: Page, asked: Services): Promise<void> {
  const titles = ['open', 'silent', 'accepted', 'refused', 'withdrawn', 'overtaken'];
  await page.table(
    [{ title: 'offered to' }, ...titles.map((title) => ({ title, right: true }))],
    asked.map(({ service, offers: all }) => [
      service,
      count(all.open),
      all.silent === 0 ? '0' : page.tone('red', count(all.silent)),
      ...[all.accepted, all.refused, all.withdrawn, all.overtaken].map(count),
    ]),
  );
}

async function answers(page: Page, asked: Services): Promise<void> {
  const titles = ['offers', 'half within', 'late', 'returned', 'not accepted', 'silent for'];
  await page.table(
    [{ title: 'offered to' }, ...titles.map((title) => ({ title, right: true }))],
    asked.map(({ service, offers: all, timeToAnswer, offeredSeconds, silentSeconds }) => [
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
