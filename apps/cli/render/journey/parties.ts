/** Who holds a patient or owes something, in words. */
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
