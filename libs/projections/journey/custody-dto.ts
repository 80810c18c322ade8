/** Custody of an assessment as plain data for JSON: who held the patient or a scope, and what was offered. */
import {
  custodyReport,
  type Assessment,
  type CustodyReport,
  type HandoverEvent,
  type HandoverInstance,
  type HeldSpell,
  type OrganisationState,
  type PathwayVersions,
} from '#pathway';
import type { TimedFact } from '#care-event';
import type { InstantFormat } from './instants.js';

/** A patient's assessment on a pathway, with the versions that its episodes are pinned to. */
export interface AssessedPathway {
  readonly assessment: Assessment;
  readonly versions: PathwayVersions;
}

/** Which organisation of the service, or why that is not known; nothing where none is bound. */
export function organisationOf({ organisation, organisationUnknown }: OrganisationState) {
  return {
    ...(organisation !== undefined && { organisation }),
    ...(organisationUnknown !== undefined && { organisationUnknown }),
  };
}

/**
 * Who was accountable when, by which fact, and on how many whole days nothing was done; and the
 * same of each scope, where there are scopes.
 */
export function custodyOf(
  pathway: AssessedPathway | undefined,
  counted: readonly TimedFact[],
  instants: InstantFormat,
) {
  if (pathway === undefined) return { custody: [] };
  const { assessment, versions } = pathway;
  const report = custodyReport(assessment, counted, versions);
  return {
    custody: report.held.map((held) => spellOf(held, instants)),
    ...scopesOf(pathway, report, instants),
  };
}

/** In the order of the definition; one that was never held has no spells. */
function scopesOf(
  { assessment, versions }: AssessedPathway,
  { scopes }: CustodyReport,
  instants: InstantFormat,
) {
  const { scopes: rules = [] } = versions.version(assessment.version);
  const ids = new Set([...rules.map(({ id }) => id), ...scopes.map(({ scope }) => scope)]);
  if (ids.size === 0) return {};
  return {
    scopes: [...ids].map((scope) => {
      const held = scopes.find((each) => each.scope === scope)?.held ?? [];
      const now = held.find(({ spell: { to } }) => to === undefined)?.spell;
      return {
        scope,
        holder: now?.holder ?? null,
        ...organisationOf(now ?? {}),
        since: instants.formatEventIf(now?.from),
        custody: held.map((each) => spellOf(each, instants)),
      };
    }),
  };
}

function spellOf(
  { spell, days, idleDays, longestIdleDays }: HeldSpell,
  { formatEvent, formatEventIf }: InstantFormat,
) {
  return {
    episode: spell.episode,
    holder: spell.holder,
    ...organisationOf(spell),
    role: spell.role ?? null,
    person: spell.person ?? null,
    from: formatEvent(spell.from),
    to: formatEventIf(spell.to),
    taken: spell.basis,
    handover: spell.handover ?? null,
    fact: spell.fact,
    days,
    idleDays,
    longestIdleDays,
  };
}

export function handoversOf(assessment: Assessment | undefined, instants: InstantFormat) {
  return (assessment?.handovers ?? []).map((offer) => handoverOf(offer, instants));
}

function handoverOf(
  offer: HandoverInstance,
  { formatIf, formatEvent, formatEventIf }: InstantFormat,
) {
  return {
    episode: offer.episode,
    handover: offer.handover,
    ...(offer.scope !== undefined && { scope: offer.scope }),
    instance: offer.instance,
    occurrence: offer.occurrence,
    attempt: offer.attempt,
    from: offer.from,
    ...(offer.fromOrganisation !== undefined && { fromOrganisation: offer.fromOrganisation }),
    to: offer.to,
    ...(offer.toOrganisation !== undefined && { toOrganisation: offer.toOrganisation }),
    ...(offer.toOrganisationUnknown !== undefined && {
      toOrganisationUnknown: offer.toOrganisationUnknown,
    }),
    state: offer.state,
    offeredAt: formatEvent(offer.offeredAt),
    offeredBy: offer.offeredBy,
    answerDueAt: formatIf(offer.answerDueAt),
    answeredAt: formatEventIf(offer.answeredAt),
    answeredBy: offer.answeredBy ?? null,
    late: offer.late,
    turns: offer.events.map((event) => handoverEventOf(event, formatEvent)),
  };
}

/** `by` is null if only time passed. */
function handoverEventOf(event: HandoverEvent, formatEvent: InstantFormat['formatEvent']) {
  const { organisation, tookFromOrganisation, byOrganisation } = event;
  return {
    kind: event.kind,
    at: formatEvent(event.at),
    by: event.by ?? null,
    service: event.service ?? null,
    ...(organisation !== undefined && { organisation }),
    reason: event.reason ?? null,
    tookFrom: event.tookFrom ?? null,
    ...(tookFromOrganisation !== undefined && { tookFromOrganisation }),
    ...(byOrganisation !== undefined && { byOrganisation }),
  };
}
