/** Who holds a patient or owes something, in words. */
/** The service, and which organisation of it, or that this is not known. */
export function holderText(of: {
  readonly holder: string;
  readonly organisation?: string;
  readonly organisationUnknown?: string;
}): string {
  if (of.organisation !== undefined) return `${of.holder} of ${of.organisation}`;
  return of.organisationUnknown === undefined
    ? of.holder
    : `${of.holder} of an unknown organisation (${of.organisationUnknown})`;
}
