/** An assessment as plain data for JSON: every instant written out in the pathway's zone. */
import {
  custodyReport,
  missingParts,
  type Assessment,
  type DutyInstance,
  type HandoverInstance,
  type HandoverEvent,
  type OrganisationState,
  type PathwayVersions,
} from '#pathway';
import { formatInstant } from '#calendar';
import { formatParts } from '#pathway-language';
import type { TimedFact } from '#care-event';

/** Writes instants (ms since the epoch) in one zone; null where there is none. */
export interface InstantFormat {
  readonly format: (ms: number) => string;
  readonly formatIf: (ms: number | undefined) => string | null;
}

export function instantsIn(zone: string): InstantFormat {
  const format = (ms: number): string => formatInstant(ms, zone);
  return { format, formatIf: (ms) => (ms === undefined ? null : format(ms)) };
}

/** A patient's assessment on a pathway, with the versions that its episodes are pinned to. */
export interface AssessedPathway {
  readonly assessment: Assessment;
  readonly versions: PathwayVersions;
}

/**
 * @param pathway undefined: the patient is on no pathway at all
 * @param counted the facts that count on it, for what the holders did
 */
export function assessmentDto(
  pathway: AssessedPathway | undefined,
  counted: readonly TimedFact[],
  instants: InstantFormat,
) {
  const assessment = pathway?.assessment;
  const { formatIf } = instants;
  return {
    state: assessment?.state ?? 'not-entered',
    enteredAt: formatIf(assessment?.enteredAt),
    closedAt: formatIf(assessment?.closedAt),
    stage: assessment?.stage?.stage ?? null,
    stageSince: formatIf(assessment?.stage?.from),
    holder: assessment?.holder ?? null,
    ...organisationOf(assessment ?? {}),
    episodes: episodesOf(assessment, instants),
    stages: stagesOf(assessment, instants),
    custody: custodyOf(pathway, counted, instants),
    milestones: (assessment?.milestones ?? []).map((reached) => ({
      ...reached,
      at: instants.format(reached.at),
    })),
    duties: dutiesOf(pathway, instants),
    handovers: handoversOf(assessment, instants),
    clocks: clocksOf(assessment, instants),
    queues: queuesOf(assessment, instants),
    interrupts: (assessment?.interrupts ?? []).map((each) => ({
      ...each,
      at: instants.format(each.at),
    })),
    deviations: (assessment?.deviations ?? []).map((each) => ({
      ...each,
      at: instants.format(each.at),
    })),
    nextWakeUp: formatIf(assessment?.nextWakeUp),
  };
}

/** Which organisation of the service, or why that is not known; nothing where none is bound. */
function organisationOf({ organisation, organisationUnknown }: OrganisationState) {
  return {
    ...(organisation !== undefined && { organisation }),
    ...(organisationUnknown !== undefined && { organisationUnknown }),
  };
}

function episodesOf(assessment: Assessment | undefined, { format, formatIf }: InstantFormat) {
  return (assessment?.episodes ?? []).map((episode) => ({
    number: episode.number,
    version: episode.version,
    enteredAt: format(episode.enteredAt),
    enteredBy: episode.enteredBy,
    closedAt: formatIf(episode.closedAt),
    closedBy: episode.closedBy ?? null,
    gapDays: episode.gapDays ?? null,
    gaps: episode.gaps.map(({ from, to }) => ({ from: format(from), to: format(to) })),
    recurrent: episode.recurrent ?? null,
  }));
}

function stagesOf(assessment: Assessment | undefined, { format, formatIf }: InstantFormat) {
  return (assessment?.stages ?? []).map((spell) => ({
    episode: spell.episode,
    stage: spell.stage,
    within: spell.within,
    holder: spell.holder,
    role: spell.role ?? null,
    from: format(spell.from),
    to: formatIf(spell.to),
    exit: spell.exit ?? null,
  }));
}

/** Who was accountable when, by which fact, and on how many whole days nothing was done. */
function custodyOf(
  pathway: AssessedPathway | undefined,
  counted: readonly TimedFact[],
  { format, formatIf }: InstantFormat,
) {
  if (pathway === undefined) return [];
  const { assessment, versions } = pathway;
  const { held } = custodyReport(assessment, counted, (version) => versions.version(version));
  return held.map(({ spell, days, idleDays, longestIdleDays }) => ({
    episode: spell.episode,
    holder: spell.holder,
    ...organisationOf(spell),
    role: spell.role ?? null,
    person: spell.person ?? null,
    from: format(spell.from),
    to: formatIf(spell.to),
    taken: spell.basis,
    handover: spell.handover ?? null,
    fact: spell.fact,
    days,
    idleDays,
    longestIdleDays,
  }));
}

/** `dueAt` is null while it is not known; `paused` says whether that is because a clock is paused. */
function dutiesOf(pathway: AssessedPathway | undefined, { format, formatIf }: InstantFormat) {
  return (pathway?.assessment.duties ?? []).map((duty) => ({
    episode: duty.episode,
    duty: duty.duty,
    instance: duty.instance,
    occurrence: duty.occurrence,
    owner: duty.owner,
    ...organisationOf(duty),
    state: duty.state,
    open: duty.open,
    paused: duty.paused,
    armedAt: format(duty.armedAt),
    armedBy: duty.armedBy,
    dueAt: formatIf(duty.dueAt),
    metAt: formatIf(duty.metAt),
    metBy: duty.metBy ?? null,
    endedAt: formatIf(duty.endedAt),
    endedBy: duty.endedBy ?? null,
    reason: duty.reason ?? null,
    escalations: duty.escalations.map(({ to, at }) => ({ to, at: format(at) })),
    attributable: duty.attributable ?? true,
    warnings: duty.warnings.map(({ to, at }) => ({ to, at: format(at) })),
    awaits: duty.awaits,
    awaitsWords: awaitedBy(duty, pathway),
    ...(duty.partsMet !== undefined && {
      partsMet: duty.partsMet.map(({ at, ...met }) => ({ ...met, at: format(at) })),
    }),
  }));
}

/** What would meet the duty, with the conditions of the version that its episode is pinned to. */
function awaitedBy(instance: DutyInstance, pathway: AssessedPathway | undefined): string {
  const { duty, episode } = instance;
  const pinned = pathway?.assessment.episodes.find(({ number }) => number === episode);
  if (pathway === undefined || pinned === undefined) return '';
  const { duties } = pathway.versions.version(pinned.version);
  const rule = duties.find(({ id }) => id === duty);
  return rule === undefined ? '' : formatParts(missingParts(rule, instance));
}

function handoversOf(assessment: Assessment | undefined, instants: InstantFormat) {
  return (assessment?.handovers ?? []).map((offer) => handoverOf(offer, instants));
}

function handoverOf(offer: HandoverInstance, { format, formatIf }: InstantFormat) {
  return {
    episode: offer.episode,
    handover: offer.handover,
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
    offeredAt: format(offer.offeredAt),
    offeredBy: offer.offeredBy,
    answerDueAt: formatIf(offer.answerDueAt),
    answeredAt: formatIf(offer.answeredAt),
    answeredBy: offer.answeredBy ?? null,
    late: offer.late,
    turns: offer.events.map((event) => handoverEventOf(event, format)),
  };
}

/** `by` is null if only time passed. */
function handoverEventOf(event: HandoverEvent, format: InstantFormat['format']) {
  const { organisation, tookFromOrganisation, byOrganisation } = event;
  return {
    kind: event.kind,
    at: format(event.at),
    by: event.by ?? null,
    service: event.service ?? null,
    ...(organisation !== undefined && { organisation }),
    reason: event.reason ?? null,
    tookFrom: event.tookFrom ?? null,
    ...(tookFromOrganisation !== undefined && { tookFromOrganisation }),
    ...(byOrganisation !== undefined && { byOrganisation }),
  };
}

/** Running times in whole or broken seconds, as in all figures. */
function clocksOf(assessment: Assessment | undefined, { format, formatIf }: InstantFormat) {
  return (assessment?.clocks ?? []).map((clock) => ({
    episode: clock.episode ?? null,
    clock: clock.clock,
    state: clock.state,
    startedAt: formatIf(clock.startedAt),
    stoppedAt: formatIf(clock.stoppedAt),
    rawSeconds: clock.rawMs / 1000,
    adjustedSeconds: clock.adjustedMs / 1000,
    days: clock.days,
    ...(clock.counted !== undefined && { counted: clock.counted }),
    pauses: clock.pauses.map(({ from, to, fact, reason }) => ({
      from: format(from),
      to: formatIf(to),
      fact,
      reason: reason ?? null,
    })),
    nullified: clock.nullified,
  }));
}

function queuesOf(assessment: Assessment | undefined, { format, formatIf }: InstantFormat) {
  return (assessment?.queues ?? []).map((entry) => ({
    episode: entry.episode,
    queue: entry.queue,
    joinedAt: format(entry.joinedAt),
    fact: entry.fact,
    rank: entry.rank,
    patientAge: entry.patientAge ?? null,
    leftAt: formatIf(entry.leftAt),
    outcome: entry.outcome ?? null,
  }));
}
