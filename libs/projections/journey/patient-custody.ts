/**
 * Who holds what of one patient, across all pathways, as it was at one instant and known at
 * another: of each pathway and key the latest episode, in it the pathway's own responsibility and
 * each scope, and what is being offered. Read from the patient's stream, as a journey is.
 */
import type { EventStore } from '#event-store';
import {
  custodyReport,
  Journey,
  type Assessment,
  type CustodyReport,
  type CustodySpell,
  type OfferTime,
} from '#pathway';
import { factKey, type RecordedFact } from '#care-event';
import type { PathwayInForce, Stored } from './journey-answer.js';
import { instantsAsked } from './days-asked.js';
import { knownDays } from '../models/known-days.js';
import { organisationOf } from './custody-dto.js';
import { instantsIn, type InstantFormat, type When } from './instants.js';
import { pathwaysFor, patientHistory, type PublishedPathways } from './patient-history.js';

export interface PatientCustodyQuery {
  /** What had happened by then. */
  readonly asOf: When;
  /** What had been recorded by then; without it, everything recorded. */
  readonly knownAt?: When;
}

/** Plain data, ready for JSON; instants are RFC 3339 in one zone, that of the first pathway. */
export type PatientCustody = Awaited<ReturnType<typeof patientCustody>>;

/**
 * @param patient pseudonym
 * @throws JourneyRefused nobody knew the patient; HistoryTooLarge, LogDamaged
 */
export async function patientCustody(
  store: EventStore,
  pathways: PublishedPathways,
  patient: string,
  query: PatientCustodyQuery,
) {
  const { asOf, knownAt, days } = await instantsAsked(store, pathways, { patient, ...query });
  const { facts } = await patientHistory(store, patient, knownAt);
  const held = pathwaysFor(pathways, knownAt, facts)
    .flatMap((pathway) => reportsOn(pathway, facts, asOf))
    .sort((a, b) => Number(isClosed(a)) - Number(isClosed(b)) || entryOf(a) - entryOf(b));
  const zone = held[0]?.pathway.definition.zone ?? 'UTC';
  const { format, formatIf } = instantsIn(zone);
  const unreadable = pathways.allSetAside();
  return {
    patient,
    asOf: format(asOf),
    knownAt: formatIf(knownAt),
    ...days,
    /** In which all instants but those of events as published are written. */
    zone,
    position: (await store.head()) ?? null,
    pathways: held.map((each) => pathwayOf(each, facts, zone)),
    ...(unreadable.length > 0 && { unreadablePathways: unreadable }),
  };
}

/** One pathway and key that the patient has entered. */
interface Reported {
  readonly pathway: PathwayInForce;
  readonly assessment: Assessment;
  readonly report: CustodyReport;
  /** What is known only to the day. */
  readonly days: ReadonlyMap<number, string>;
}

function reportsOn(
  pathway: PathwayInForce,
  facts: readonly Stored<RecordedFact>[],
  at: number,
): readonly Reported[] {
  const { versions } = pathway;
  const values = facts.map(({ value }) => value);
  const journey = new Journey(versions.rulesFor(values));
  for (const value of values) journey.add(value);
  const entered = journey.assessAll(at).filter(({ state }) => state !== 'not-entered');
  return entered.map((assessment) => {
    const { key } = assessment;
    const [counted, reported] = [journey.counted(at, key), journey.reported(at, key)];
    const report = custodyReport(assessment, counted, versions, reported);
    return { pathway, assessment, report, days: knownDays(counted) };
  });
}

function isClosed({ assessment }: Reported): boolean {
  return assessment.state === 'closed';
}

function entryOf({ assessment }: Reported): number {
  return assessment.enteredAt ?? 0;
}

function pathwayOf(
  { pathway, assessment, report, days }: Reported,
  facts: readonly Stored<RecordedFact>[],
  zone: string,
) {
  const { key, version, state, enteredAt, closedAt, episodes } = assessment;
  const instants = instantsIn(zone, days);
  const { scopes = [] } = pathway.versions.version(version);
  const offers = [...report.offers, ...report.scopes.flatMap((scope) => scope.offers)];
  const dropped = report.dropped.find(({ lasts }) => lasts);
  const heldAs = (spells: readonly CustodySpell[] = [], scope?: string) => ({
    ...(scope !== undefined && { scope }),
    ...holdingOf(spells, facts, instants),
  });
  return {
    pathway: pathway.definition.id,
    version,
    ...(key !== undefined && { key }),
    episode: episodes.length,
    state,
    enteredAt: instants.formatEventIf(enteredAt),
    closedAt: instants.formatEventIf(closedAt),
    held:
      state === 'closed'
        ? []
        : [
            heldAs(assessment.custody),
            ...scopes.map(({ id }) =>
              heldAs(
                assessment.scopes?.filter(({ scope }) => scope === id),
                id,
              ),
            ),
          ],
    openOffers: offers.filter(({ end }) => end === 'open').map((offer) => offerOf(offer, instants)),
    dropped: dropped
      ? {
          holder: dropped.holder,
          ...organisationOf(dropped),
          since: instants.formatEvent(dropped.from),
        }
      : null,
  };
}

/** Who holds it now, since when and by what; that a role changed or an organisation became known is no new holder. */
function holdingOf(
  spells: readonly CustodySpell[],
  facts: readonly Stored<RecordedFact>[],
  { formatEventIf }: InstantFormat,
) {
  const now = spells.findLast(({ to }) => to === undefined);
  let taken = now;
  for (let at = now ? spells.indexOf(now) : 0; at > 0; at -= 1) {
    const before = spells[at - 1];
    if (taken?.basis !== 'within' && taken?.basis !== 'identified') break;
    if (before?.holder !== now?.holder) break;
    taken = before;
  }
  return {
    holder: now?.holder ?? null,
    ...organisationOf(now ?? {}),
    role: now?.role ?? null,
    person: now?.person ?? null,
    since: formatEventIf(taken?.from),
    taken: taken?.basis ?? null,
    handover: taken?.handover ?? null,
    by: taken === undefined ? null : evidenceOf(taken.fact, facts),
  };
}

function evidenceOf(key: string, facts: readonly Stored<RecordedFact>[]) {
  const found = facts.find(({ value }) => factKey(value) === key);
  if (found === undefined) return null;
  const { type, occurredAt } = found.value;
  return { type, occurredAt, position: found.event.position };
}

function offerOf({ offer, silent }: OfferTime, { formatIf, formatEvent }: InstantFormat) {
  const { scope, fromOrganisation, toOrganisation, toOrganisationUnknown } = offer;
  return {
    ...(scope !== undefined && { scope }),
    handover: offer.handover,
    attempt: offer.attempt,
    from: offer.from,
    ...(fromOrganisation !== undefined && { fromOrganisation }),
    to: offer.to,
    ...(toOrganisation !== undefined && { toOrganisation }),
    ...(toOrganisationUnknown !== undefined && { toOrganisationUnknown }),
    state: offer.state,
    offeredAt: formatEvent(offer.offeredAt),
    answerDueAt: formatIf(offer.answerDueAt),
    overdue: silent,
  };
}
