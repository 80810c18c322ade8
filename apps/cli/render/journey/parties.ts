/** Who holds a patient or owes something, and how they came to it, in words. */
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

export function partyText(service: string, organisation: string | undefined): string {
  return organisation === undefined ? service : `${service} of ${organisation}`;
}

/** The service, and which organisation of it, or that this is not known. */
export function holderText(of: {
  readonly holder: string;
  readonly organisation?: string;
  readonly organisationUnknown?: string;
}): string {
  if (of.organisation !== undefined) return partyText(of.holder, of.organisation);
  return of.organisationUnknown === undefined
    ? of.holder
    : `${of.holder} of an unknown organisation (${of.organisationUnknown})`;
}
