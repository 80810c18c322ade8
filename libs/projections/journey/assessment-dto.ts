/** An assessment as plain data for JSON: every instant written out in the pathway's zone. */
import { missingParts, type Assessment, type DutyInstance } from '#pathway';
import { formatParts } from '#pathway-language';
import type { TimedFact } from '#care-event';
import { custodyOf, handoversOf, organisationOf, type AssessedPathway } from './custody-dto.js';
import type { InstantFormat } from './instants.js';

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
  const { formatIf, formatEventIf } = instants;
  return {
    state: assessment?.state ?? 'not-entered',
    enteredAt: formatEventIf(assessment?.enteredAt),
    closedAt: formatEventIf(assessment?.closedAt),
    stage: assessment?.stage?.stage ?? null,
    stageSince: formatEventIf(assessment?.stage?.from),
    holder: assessment?.holder ?? null,
    ...organisationOf(assessment ?? {}),
    episodes: episodesOf(assessment, instants),
    stages: stagesOf(assessment, instants),
    ...custodyOf(pathway, counted, instants),
    milestones: (assessment?.milestones ?? []).map((reached) => ({
      ...reached,
      at: instants.formatEvent(reached.at),
    })),
    duties: dutiesOf(pathway, instants),
    handovers: handoversOf(assessment, instants),
    clocks: clocksOf(assessment, instants),
    queues: queuesOf(assessment, instants),
    interrupts: (assessment?.interrupts ?? []).map((each) => ({
      ...each,
      at: instants.formatEvent(each.at),
    })),
    deviations: (assessment?.deviations ?? []).map((each) => ({
      ...each,
      at: instants.formatEvent(each.at),
    })),
    nextWakeUp: formatIf(assessment?.nextWakeUp),
  };
}

function episodesOf(
  assessment: Assessment | undefined,
  { formatEvent, formatEventIf }: InstantFormat,
) {
  return (assessment?.episodes ?? []).map((episode) => ({
    number: episode.number,
    version: episode.version,
    enteredAt: formatEvent(episode.enteredAt),
    enteredBy: episode.enteredBy,
    closedAt: formatEventIf(episode.closedAt),
    closedBy: episode.closedBy ?? null,
    gapDays: episode.gapDays ?? null,
    gaps: episode.gaps.map(({ from, to }) => ({ from: formatEvent(from), to: formatEvent(to) })),
    recurrent: episode.recurrent ?? null,
  }));
}

function stagesOf(
  assessment: Assessment | undefined,
  { formatEvent, formatEventIf }: InstantFormat,
) {
  return (assessment?.stages ?? []).map((spell) => ({
    episode: spell.episode,
    stage: spell.stage,
    within: spell.within,
    holder: spell.holder,
    role: spell.role ?? null,
    from: formatEvent(spell.from),
    to: formatEventIf(spell.to),
    exit: spell.exit ?? null,
  }));
}

/** `dueAt` is null while it is not known; `paused` says whether that is because a clock is paused. */
function dutiesOf(
  pathway: AssessedPathway | undefined,
  { format, formatIf, formatEvent, formatEventIf }: InstantFormat,
) {
  return (pathway?.assessment.duties ?? []).map((duty) => ({
    episode: duty.episode,
    duty: duty.duty,
    instance: duty.instance,
    occurrence: duty.occurrence,
    owner: duty.owner,
    ...(duty.scope !== undefined && { scope: duty.scope }),
    ...organisationOf(duty),
    state: duty.state,
    open: duty.open,
    paused: duty.paused,
    armedAt: formatEvent(duty.armedAt),
    armedBy: duty.armedBy,
    dueAt: formatIf(duty.dueAt),
    metAt: formatEventIf(duty.metAt),
    metBy: duty.metBy ?? null,
    endedAt: formatEventIf(duty.endedAt),
    endedBy: duty.endedBy ?? null,
    reason: duty.reason ?? null,
    escalations: duty.escalations.map((one) => notifiedDto(one, format)),
    attributable: duty.attributable ?? true,
    warnings: duty.warnings.map((one) => notifiedDto(one, format)),
    awaits: duty.awaits,
    awaitsWords: awaitedBy(duty, pathway),
    ...(duty.partsMet !== undefined && {
      partsMet: duty.partsMet.map(({ at, ...met }) => ({ ...met, at: formatEvent(at) })),
    }),
  }));
}

function notifiedDto(
  { to, at, ...organisation }: DutyInstance['warnings'][number],
  format: InstantFormat['format'],
) {
  return { to, ...organisationOf(organisation), at: format(at) };
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

/** Running times in whole or broken seconds, as in all figures. */
function clocksOf(
  assessment: Assessment | undefined,
  { formatEvent, formatEventIf }: InstantFormat,
) {
  return (assessment?.clocks ?? []).map((clock) => ({
    episode: clock.episode ?? null,
    clock: clock.clock,
    state: clock.state,
    startedAt: formatEventIf(clock.startedAt),
    stoppedAt: formatEventIf(clock.stoppedAt),
    rawSeconds: clock.rawMs / 1000,
    adjustedSeconds: clock.adjustedMs / 1000,
    days: clock.days,
    ...(clock.counted !== undefined && { counted: clock.counted }),
    pauses: clock.pauses.map(({ from, to, fact, reason }) => ({
      from: formatEvent(from),
      to: formatEventIf(to),
      fact,
      reason: reason ?? null,
    })),
    nullified: clock.nullified,
  }));
}

function queuesOf(
  assessment: Assessment | undefined,
  { formatEvent, formatEventIf }: InstantFormat,
) {
  return (assessment?.queues ?? []).map((entry) => ({
    episode: entry.episode,
    queue: entry.queue,
    joinedAt: formatEvent(entry.joinedAt),
    fact: entry.fact,
    rank: entry.rank,
    patientAge: entry.patientAge ?? null,
    leftAt: formatEventIf(entry.leftAt),
    outcome: entry.outcome ?? null,
  }));
}
