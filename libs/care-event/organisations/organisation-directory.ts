/**
 * The organisations of a region on any day: pure, immutable, built from their versions. Days are
 * numbers since 1970-01-01, as in the calendar.
 *
 * What is asked for by an old name is answered as of the day asked about: an id, an identifier or a
 * municipality number that nobody has on that day any longer leads to whoever had it last, and from
 * there to whoever took over. What leads to nobody, or to several, is said to be unknown, never guessed.
 */
import type { Organisation } from './organisation.js';
import { Holders } from './holders.js';
import { OrganisationVersions } from './organisation-versions.js';

/** The organisation that a question leads to. */
export type OrganisationFound =
  | { readonly status: 'found'; readonly organisation: Organisation }
  | { readonly status: 'unknown' }
  /** Several fit equally: their ids, sorted. */
  | { readonly status: 'ambiguous'; readonly ids: readonly string[] };

const UNKNOWN: OrganisationFound = { status: 'unknown' };

export class OrganisationDirectory {
  private readonly versions = new Map<string, OrganisationVersions>();
  private readonly identified = new Holders();
  private readonly serving = new Holders();
  private readonly providers = new Holders();

  /** @param versions in the order in which they became known: of two with one id and first day, the later counts */
  constructor(versions: Iterable<Organisation>) {
    const byId = new Map<string, Organisation[]>();
    for (const version of versions) {
      const known = byId.get(version.id);
      if (known === undefined) byId.set(version.id, [version]);
      else known.push(version);
    }
    for (const id of [...byId.keys()].sort()) {
      const all = new OrganisationVersions(byId.get(id) ?? []);
      this.versions.set(id, all);
      for (const span of all.spans) {
        const { identifiers, municipalities, services } = span.organisation;
        for (const { system, value } of identifiers)
          this.identified.add(`${system}|${value}`, span);
        for (const number of municipalities) {
          this.serving.add(number, span);
          for (const service of services) this.providers.add(`${service}|${number}`, span);
        }
      }
    }
  }

  /** How many organisations it has, whenever they exist. */
  get size(): number {
    return this.versions.size;
  }

  /** Every version of one, the earliest first; empty if there is none of that id. */
  versionsOf(id: string): readonly Organisation[] {
    return this.versions.get(id)?.spans.map(({ organisation }) => organisation) ?? [];
  }

  /** Those that exist on that day, sorted by id. */
  on(day: number): readonly Organisation[] {
    return [...this.versions.values()].flatMap((versions) => versions.on(day) ?? []);
  }

  /** The organisation as it is on that day; undefined where it does not exist then. */
  byId(id: string, day: number): Organisation | undefined {
    return this.versions.get(id)?.on(day);
  }

  /** The organisation, or whoever has taken its place by that day. */
  currentOf(id: string, day: number): Organisation | undefined {
    const seen = new Set<string>();
    let next: string | undefined = id;
    while (next !== undefined && !seen.has(next)) {
      seen.add(next);
      const versions = this.versions.get(next);
      const current = versions?.on(day);
      if (current !== undefined) return current;
      next = versions?.lastBefore(day)?.replacedBy;
    }
    return undefined;
  }

  /** Of each that exists no longer on that day, the id of whoever is in its place; by its own id. */
  replacedOn(day: number): ReadonlyMap<string, string> {
    const replaced = new Map<string, string>();
    // Each is passed once, however long the chain of mergers: all before it lead to where it leads.
    const passed = new Set<string>();
    for (const id of this.versions.keys()) {
      const chain: string[] = [];
      let next: string | undefined = id;
      while (next !== undefined && !passed.has(next) && this.byId(next, day) === undefined) {
        passed.add(next);
        chain.push(next);
        next = this.versions.get(next)?.lastBefore(day)?.replacedBy;
      }
      if (next === undefined) continue;
      const heir = this.byId(next, day)?.id ?? replaced.get(next);
      if (heir !== undefined) for (const old of chain) replaced.set(old, heir);
    }
    return replaced;
  }

  /** Whoever has that identifier on that day, or had it last and what has become of them. */
  byIdentifier(system: string, value: string, day: number): OrganisationFound {
    return this.oneOf(this.currentHolders(this.identified, `${system}|${value}`, day));
  }

  /** By what an event calls it: an id, or an identifier as `system|value`. */
  byReference(reference: string, day: number): OrganisationFound {
    const bar = reference.indexOf('|');
    if (bar >= 0) return this.byIdentifier(reference.slice(0, bar), reference.slice(bar + 1), day);
    const current = this.currentOf(reference, day);
    return current === undefined ? UNKNOWN : { status: 'found', organisation: current };
  }

  /**
   * Whoever provides the service to the residents of that municipality on that day. A number that
   * no organisation serves any longer is an old one: then whoever served it last, if they still
   * provide the service.
   */
  providing(service: string, municipality: string, day: number): OrganisationFound {
    const key = `${service}|${municipality}`;
    if (this.serving.on(municipality, day).length > 0) {
      const ids = this.providers.on(key, day);
      return this.oneOf(ids.flatMap((id) => this.byId(id, day) ?? []));
    }
    const heirs = this.currentHolders(this.providers, key, day);
    return this.oneOf(heirs.filter(({ services }) => services.includes(service)));
  }

  private currentHolders(holders: Holders, key: string, day: number): readonly Organisation[] {
    const ids = holders.on(key, day);
    const had = ids.length > 0 ? ids : holders.lastBefore(key, day);
    return had.flatMap((id) => this.currentOf(id, day) ?? []);
  }

  private oneOf(organisations: readonly Organisation[]): OrganisationFound {
    const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
    const [only] = byId.values();
    if (only === undefined) return UNKNOWN;
    if (byId.size === 1) return { status: 'found', organisation: only };
    return { status: 'ambiguous', ids: [...byId.keys()].sort() };
  }
}

/** Where nobody has said which organisations there are. */
export const EMPTY_DIRECTORY = new OrganisationDirectory([]);
