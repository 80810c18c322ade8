/**
 * What can be asked of a log, beside the figures. Each answers with plain data, ready for
 * JSON, and asks only for a log opened for reading.
 */
import type { JsonObject, Processor } from '#care-event';
import {
  checkOrganisations,
  listOrganisations,
  organisationNames,
  showOrganisation,
  type DefinitionRegistry,
  type CheckedOrganisations,
  type ImportRefusal,
  type OrganisationList,
  type OrganisationRecord,
  type OrganisationsQuery,
  type ParkedList,
  type ParkedRecord,
  type ParkedSequences,
} from '#engine';
import { readToken, type EventPage, type EventStore, type Position } from '#event-store';
import { readPatient, StoredImportedLogs, type FactReference } from '#exchange';
import type { SetAsideRecords } from '#exchange/kafka';
import { inLanguage, textsOf, type PathwayTexts } from '#pathway';
import {
  patientCustody,
  replayJourney,
  type JourneyAnswer,
  type JourneyQuery,
  type PatientCustody,
  type PatientCustodyQuery,
} from '#projections';
import {
  CursorOfAnotherStream,
  eventBefore,
  withCursors,
  type EventWithCursor,
} from './log-cursor.js';

/** What the queries are given. */
export interface LogContext {
  readonly store: EventStore;
  readonly registry: DefinitionRegistry;
  readonly secret: () => Promise<Uint8Array>;
  readonly parked: () => Promise<ParkedSequences>;
  /** Records from Kafka that were set aside. */
  readonly setAside: SetAsideRecords;
}

/** A page of one stream, from a revision on, or of the whole log, after a position; or after a cursor. */
export interface EventsQuery {
  readonly stream?: string;
  /** Digits, or the cursor of a page before. */
  readonly from?: string;
  readonly backwards: boolean;
  readonly limit: number;
}

/** The next page goes on after the last event of this one. */
export interface EventsPage extends EventPage {
  readonly events: readonly EventWithCursor[];
}

/** For what people read. */
interface Readers {
  /** BCP 47 tags, most wanted first; English without any. */
  readonly languages?: readonly string[];
}

export interface PublishedPathway {
  readonly id: string;
  readonly version: number;
  readonly versions: number;
  readonly title: string;
  readonly zone: string;
  readonly stages: number;
  readonly duties: number;
  readonly hash: string | undefined;
}

/** Of the log, in one answer. */
const PAGE_BYTES = 1024 * 1024;

export const LOG_QUERIES = {
  async head(
    { store }: LogContext,
    _query: object,
  ): Promise<{ readonly position: Position | null }> {
    return { position: (await store.head()) ?? null };
  },

  /** A page of events, bounded in bytes by the store. @throws LogCursorLost, CursorOfAnotherStream */
  async events({ store }: LogContext, query: EventsQuery): Promise<EventsPage> {
    const { stream, backwards, limit } = query;
    const direction = backwards ? 'backwards' : 'forwards';
    const options = { limit, direction, maxBytes: PAGE_BYTES } as const;
    const from = await beginning(store, query);
    // Backwards, nothing comes before the first event of a stream.
    if (Number(from) < 0) return { events: [], end: true };
    const page =
      stream === undefined
        ? await store.readLog({ ...options, ...(from && { from: from as Position }) })
        : await store.readStream(stream, { ...options, ...(from && { from: Number(from) }) });
    return { ...page, events: await withCursors(store, page.events) };
  },

  /** Of the newest version; null if none is published. */
  texts(
    { registry }: LogContext,
    { pathway, languages = [] }: { readonly pathway: string } & Readers,
  ): Promise<PathwayTexts | null> {
    const definition = registry.current().find(({ id }) => id === pathway);
    return Promise.resolve(definition ? textsOf(definition, languages) : null);
  },

  /** Names by id of the services that all newest versions call the same. */
  serviceNames(
    { registry }: LogContext,
    { languages = [] }: Readers,
  ): Promise<Readonly<Record<string, string>>> {
    const names = new Map<string, Set<string>>();
    for (const definition of registry.current())
      for (const { id, name } of textsOf(definition, languages).services)
        names.set(id, (names.get(id) ?? new Set()).add(name));
    const agreed = [...names].filter(([, each]) => each.size === 1);
    return Promise.resolve(Object.fromEntries(agreed.map(([id, [name = id]]) => [id, name])));
  },

  /** By id; see `organisationNames`. */
  organisationNames(
    { registry }: LogContext,
    { at }: { readonly at: string },
  ): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve(organisationNames(registry.organisations, at));
  },

  /** Every service that a published definition names. */
  services({ registry }: LogContext, _query: object): Promise<readonly string[]> {
    const all = registry.published().flatMap(({ services }) => [...services.keys()]);
    return Promise.resolve([...new Set(all)].sort());
  },

  async pathways({ registry, store }: LogContext, { languages = [] }: Readers) {
    const pathways = registry
      .inForce()
      .map(async ({ definition, hash }): Promise<PublishedPathway> => ({
        id: definition.id,
        version: definition.version,
        versions: (await registry.history(definition.id)).versions.length,
        title: inLanguage(definition, languages).title,
        zone: definition.zone,
        stages: definition.stages.length,
        duties: definition.duties.length,
        hash,
      }));
    const unreadable = registry.allSetAside();
    return {
      pathways: await Promise.all(pathways),
      ...(unreadable.length > 0 && { unreadablePathways: unreadable }),
      position: (await store.head()) ?? null,
    };
  },

  /** Every published version, oldest first. */
  async versions({ registry }: LogContext, { id }: { readonly id: string }) {
    const { versions } = await registry.history(id);
    return versions.map(({ version, yaml }) => ({ version, yaml }));
  },

  /** What an import would record, without recording it. @throws LogDamaged */
  async checkOrganisations(
    { registry }: LogContext,
    { organisations }: { readonly organisations: readonly JsonObject[] },
  ): Promise<CheckedOrganisations | ImportRefusal> {
    registry.organisations.requireReadable();
    const known = registry.organisations.all().map(({ organisation }) => organisation);
    return checkOrganisations(organisations, known);
  },

  /** @throws OrganisationRefused */
  async organisations(
    { registry, store }: LogContext,
    query: OrganisationsQuery,
  ): Promise<OrganisationList & { readonly position: Position | null }> {
    const list = listOrganisations(registry.organisations, query);
    return { ...list, position: (await store.head()) ?? null };
  },

  /** @param query.reference id, or `system|value`. @throws OrganisationRefused */
  async organisation(
    { registry, store }: LogContext,
    query: { readonly reference: string; readonly at: string },
  ): Promise<OrganisationRecord & { readonly position: Position | null }> {
    const record = showOrganisation(registry.organisations, query);
    return { ...record, position: (await store.head()) ?? null };
  },

  /** @param query.patient pseudonym, or `system|value`. @throws JourneyRefused, UnreadablePatient */
  async journey(
    { store, registry, secret }: LogContext,
    { patient, ...query }: JourneyQuery & { readonly patient: string },
  ): Promise<JourneyAnswer> {
    return replayJourney(store, registry, readPatient(patient, await secret()), query);
  },

  /** @param query.patient pseudonym, or `system|value`. @throws JourneyRefused, UnreadablePatient */
  async patientCustody(
    { store, registry, secret }: LogContext,
    { patient, ...query }: PatientCustodyQuery & { readonly patient: string },
  ): Promise<PatientCustody> {
    return patientCustody(store, registry, readPatient(patient, await secret()), query);
  },

  async parkedList(
    { parked }: LogContext,
    query: { readonly processor?: Processor; readonly limit?: number },
  ): Promise<ParkedList> {
    const { ListParked, ListParkedHandler } = await import('./parked-queries.js');
    return new ListParkedHandler(await parked()).execute(new ListParked(query));
  },

  /** @param query.patient pseudonym, or `system|value`. @throws ParkedRefused, UnreadablePatient */
  async parkedRecord(
    { store, secret, parked }: LogContext,
    { patient, withData }: { readonly patient: string; readonly withData: boolean },
  ): Promise<ParkedRecord> {
    const { ShowParked, ShowParkedHandler } = await import('./parked-queries.js');
    const query = new ShowParked(readPatient(patient, await secret()), { withData });
    return new ShowParkedHandler(store, await parked()).execute(query);
  },

  /** Whether the log holds each of these. */
  holdsFacts(
    { store }: LogContext,
    { facts }: { readonly facts: readonly FactReference[] },
  ): Promise<readonly boolean[]> {
    return new StoredImportedLogs(store).holds(facts);
  },

  /** What an importer makes pseudonyms with, base64. Whoever may ask may read the file. */
  async secret({ secret }: LogContext, _query: object): Promise<string> {
    return Buffer.from(await secret()).toString('base64');
  },
};

/** In digits: the position after which a page of the log begins, or the revision at which one of a stream does. */
async function beginning(
  store: EventStore,
  { stream, from, backwards }: EventsQuery,
): Promise<string | undefined> {
  const cursor = from === undefined ? undefined : readToken(from);
  if (cursor === undefined) return from;
  const before = await eventBefore(store, cursor);
  if (stream === undefined) return before.position;
  if (before.stream !== stream) throw new CursorOfAnotherStream();
  return String(before.revision + (backwards ? -1 : 1));
}
