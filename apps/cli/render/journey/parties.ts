/** Who holds a patient or owes something, and how they came to it, in words. */
import type { Titles } from '../titles.js';

const TAKEN: Readonly<Record<string, string>> = {
  entry: 'on entry',
  contact: 'at first contact',
  begun: 'as it began',
  acceptance: 'by acceptance',
  deed: 'by deed',
  within: 'role to role',
  identified: 'organisation identified',
};

export function takenText(taken: string): string {
  return TAKEN[taken] ?? taken;
}

/** A service, and which organisation of it, where that is known; both by id. */
export function partyText(
  titles: Titles,
  service: string,
  organisation: string | undefined,
): string {
  const name = titles.service(service);
  return organisation === undefined ? name : `${name} of ${titles.organisation(organisation)}`;
}

/** The service, and which organisation of it, or that this is not known. */
export function holderText(
  titles: Titles,
  of: {
    readonly holder: string;
    readonly organisation?: string;
    readonly organisationUnknown?: string;
  },
): string {
  const { holder, organisation, organisationUnknown: why } = of;
  const text = partyText(titles, holder, organisation);
  return organisation !== undefined || why === undefined
    ? text
    : `${text} of an unknown organisation (${why})`;
}
