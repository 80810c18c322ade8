/** Custody by organisation, and of whom nobody knows which organisation has them. */
import type { CustodyTotals, OpenOffer } from '#projections';
import { count, counted, patientDays } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { partyText } from './journey/parties.js';
import type { Titles } from './titles.js';

export async function organisations(
  page: Page,
  answer: CustodyTotals,
  titles: Titles,
): Promise<void> {
  const { organisations: all = [], unknownOrganisation: unknown } = answer;
  if (unknown === undefined) return;
  if (unknown.patients > 0 || unknown.heldSeconds > 0 || unknown.offers > 0) {
    const reasons = Object.entries(unknown.reasons).map(([reason, n]) => `${reason}: ${count(n)}`);
    const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
    page.line(
      page.tone(
        'red',
        `Held by an organisation that is not known: ${counted(unknown.patients, 'patient')}${why}, ` +
          `${patientDays(unknown.heldSeconds)} patient-days; ` +
          `offered to one: ${counted(unknown.offers, 'time')}.`,
      ),
    );
  }
  if (all.length === 0) return;
  const numbers = ['patients', 'patient-days', 'open offers', 'silent'];
  await page.table(
    [
      { title: 'organisation' },
      { title: 'as' },
      ...numbers.map((title) => ({ title, right: true })),
    ],
    all.map(({ organisation, service, patients, heldSeconds, offers }) => [
      titles.organisation(organisation),
      titles.service(service),
      count(patients),
      patientDays(heldSeconds),
      count(offers.open),
      offers.silent === 0 ? '0' : page.tone('red', count(offers.silent)),
    ]),
  );
}

/** Who was asked: the service, and its organisation where services are bound to organisations. */
export function askedText(
  titles: Titles,
  service: string,
  { toOrganisation, toOrganisationUnknown }: Partial<OpenOffer>,
): string {
  const text = partyText(titles, service, toOrganisation);
  const isKnown = toOrganisation !== undefined || toOrganisationUnknown === undefined;
  return isKnown ? text : `${text} (${toOrganisationUnknown})`;
}
