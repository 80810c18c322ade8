/** Whom a figure is about and what it is compared by, as it is written in addresses and options. */
import type { Dimension, SelectedValue } from '#projections';

/** What each dimension says of a patient’s episode; the words that follow “only where”. */
export const DIMENSIONS: Readonly<Record<Dimension, string>> = {
  municipality: 'the patient’s municipality is this one, by its number',
  organisation: 'this organisation holds the patient, or was the last to do so',
  service: 'this service holds the patient, or was the last to do so',
  'age-group':
    'the patient was in this age group at entry: under-18, 18-49, 50-66, 67-79 or 80-and-over',
  sex: 'the patient’s sex is this one',
  urgency: 'the urgency is this one',
  version: 'the episode is pinned to this version of the definition',
};

/** Any other field of the events: `attribute.cost` in an address, `attribute:cost` in a query. */
const ATTRIBUTE = /^attribute[.:](?=.)/;

export function isAttribute(name: string): boolean {
  return ATTRIBUTE.test(name);
}

/** The dimension that is written so; whether there is one of this name, the figure knows. */
export function dimensionOf(name: string): string {
  return name.replace(ATTRIBUTE, 'attribute:');
}

/** Reads `municipality=0301`; undefined if it is not of this form. */
export function readSelected(text: string): SelectedValue | undefined {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) return undefined;
  return { dimension: dimensionOf(text.slice(0, at).trim()), value: text.slice(at + 1).trim() };
}
