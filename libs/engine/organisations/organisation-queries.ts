/** What can be asked of the directory: which organisations there are on a day, and the history of one. */
import { dayOf, formatInstant } from '#calendar';
import { didYouMean, formatValue, type Organisation } from '#care-event';
import type { OrganisationRegistry } from './organisation-registry.js';

export interface OrganisationsQuery {
  /** Day of which is asked, `2026-03-14`. */
  readonly at: string;
  /** As the directory was known then, ms since the epoch. Default: as it is known now. */
  readonly knownAt?: number;
  readonly service?: string;
  readonly municipality?: string;
  readonly kind?: string;
  readonly limit?: number;
}

export interface OrganisationList {
  readonly at: string;
  /** How many there are, whether listed or not. */
  readonly total: number;
  /** Sorted by id. */
  readonly organisations: readonly Organisation[];
}

/** One statement about an organisation, as the log has it. */
export interface OrganisationStatement {
  readonly organisation: Organisation;
  /** Whether a later one with the same first day says otherwise. */
  readonly corrected: boolean;
  readonly author: string;
  readonly reason: string;
  /** RFC 3339. */
  readonly recordedAt: string;
  readonly position: string;
}

export interface OrganisationRecord {
  readonly id: string;
  readonly at: string;
  /** As it is on that day; null where it does not exist then. */
  readonly organisation: Organisation | null;
  /** Whoever is in its place on that day, if it exists no longer; null otherwise. */
  readonly successor: string | null;
  /** Those in whose place it is, sorted. */
  readonly predecessors: readonly string[];
  /** In the order in which it became known. */
  readonly history: readonly OrganisationStatement[];
}

type Filter = 'service' | 'municipality' | 'kind';

/** What is asked for does not exist. */
export class OrganisationRefused extends Error {
  override readonly name = 'OrganisationRefused';
  constructor(
    readonly code: `unknown-${'organisation' | Filter}` | 'ambiguous-organisation',
    message: string,
  ) {
    super(message);
  }
}

/** What of an organisation each filter looks at. */
const FILTERS: Readonly<Record<Filter, (organisation: Organisation) => readonly string[]>> = {
  service: ({ services }) => services,
  municipality: ({ municipalities }) => municipalities,
  kind: ({ kind }) => [kind],
};

/** @throws OrganisationRefused a filter that no organisation has ever fitted */
export function listOrganisations(
  registry: OrganisationRegistry,
  { at, knownAt, limit = Infinity, ...wanted }: OrganisationsQuery,
): OrganisationList {
  let found = registry.knownAt(knownAt).on(dayOf(at));
  for (const [filter, valuesOf] of Object.entries(FILTERS)) {
    const value = wanted[filter as Filter];
    if (value === undefined) continue;
    requireKnown(registry, filter as Filter, value);
    found = found.filter((organisation) => valuesOf(organisation).includes(value));
  }
  return { at, total: found.length, organisations: found.slice(0, limit) };
}

/** By id, what each organisation is called on that day; one that does not exist then, what it was called last. */
export function organisationNames(
  registry: OrganisationRegistry,
  at: string,
): Readonly<Record<string, string>> {
  const directory = registry.current();
  const ids = new Set(registry.all().map(({ organisation }) => organisation.id));
  const names = [...ids].map((id) => {
    const named = directory.byId(id, dayOf(at)) ?? directory.versionsOf(id).at(-1);
    return [id, named?.name ?? id] as const;
  });
  return Object.fromEntries(names);
}

/** A misspelt name would look like an answer. In an empty directory nothing is misspelt. */
function requireKnown(registry: OrganisationRegistry, filter: Filter, value: string): void {
  const all = registry.all();
  const values = new Set(all.flatMap(({ organisation }) => FILTERS[filter](organisation)));
  if (all.length === 0 || values.has(value)) return;
  const message = `No organisation has the ${filter} ${formatValue(value)}.${didYouMean(value, values)}`;
  throw new OrganisationRefused(`unknown-${filter}`, message);
}

/**
 * @param reference an id, or an identifier as `system|value`
 * @throws OrganisationRefused
 */
export function showOrganisation(
  registry: OrganisationRegistry,
  { reference, at }: { readonly reference: string; readonly at: string },
): OrganisationRecord {
  const directory = registry.current();
  const day = dayOf(at);
  const id = idOf(registry, reference, day);
  const statements = registry.all().filter(({ organisation }) => organisation.id === id);
  const current = new Set(directory.versionsOf(id));
  const organisation = directory.byId(id, day);
  const successor = organisation === undefined ? directory.currentOf(id, day) : undefined;
  return {
    ...{ id, at },
    organisation: organisation ?? null,
    successor: successor?.id ?? null,
    predecessors: [...directory.replacedOn(day)].flatMap(([old, heir]) =>
      heir === id ? [old] : [],
    ),
    history: statements.map(({ organisation: stated, author, reason, recordedAt, position }) => ({
      organisation: stated,
      corrected: !current.has(stated),
      ...{ author, reason, position },
      recordedAt: formatInstant(recordedAt, 'UTC'),
    })),
  };
}

function idOf(registry: OrganisationRegistry, reference: string, day: number): string {
  const directory = registry.current();
  if (!reference.includes('|')) {
    if (directory.versionsOf(reference).length > 0) return reference;
    const ids = new Set(registry.all().map(({ organisation }) => organisation.id));
    throw unknown(
      `No organisation ${formatValue(reference)} is known.${didYouMean(reference, ids)}`,
    );
  }
  const found = directory.byReference(reference, day);
  if (found.status === 'found') return found.organisation.id;
  if (found.status === 'unknown')
    throw unknown(`Nobody has the identifier ${formatValue(reference)}.`);
  const message = `${formatValue(reference)} leads to several organisations: ${found.ids.join(', ')}.`;
  throw new OrganisationRefused('ambiguous-organisation', message);
}

function unknown(message: string): OrganisationRefused {
  return new OrganisationRefused('unknown-organisation', message);
}

/** The day on which it is that instant in UTC: a directory has no zone of its own. */
export function dayOfInstant(instant: number): string {
  return formatInstant(instant, 'UTC').slice(0, 10);
}
