/** An assessment as plain data for JSON: every instant written out in the pathway's zone. */
import {
  custodyReport,
  type Assessment,
  type DutyInstance,
  type HandoverInstance,
  type HandoverTurn,
  type PathwayVersions,
} from '#pathway';
import { formatInstant } from '#calendar';
import { patternWords } from '#pathway-language';
import { type PlacedFact } from '#care-event';

/** How an instant is written, and null where there is none. */
export interface Writing {
  readonly say: (ms: number) => string;
  readonly sayIf: (ms: number | undefined) => string | null;
}

export function writingIn(zone: string): Writing {
  const say = (ms: number): string => formatInstant(ms, zone);
  return { say, sayIf: (ms) => (ms === undefined ? null : say(ms)) };
}

/** The pathway that is told, with the versions that its episodes are pinned to. */
export interface ToldPathway {
  readonly assessment: Assessment;
  readonly versions: PathwayVersions;
}

/**
 * @param pathway undefined: the patient is on no pathway at all
 * @param counted the facts that count on it, for what the holders did
 */
export function toldAssessment(
  pathway: ToldPathway | undefined,
  counted: readonly PlacedFact[],
  writing: Writing,
) {
  const assessment = pathway?.assessment;
  const { sayIf } = writing;
  return {
    state: assessment?.state ?? 'not-entered',
    enteredAt: sayIf(assessment?.enteredAt),
    closedAt: sayIf(assessment?.closedAt),
    stage: assessment?.stage?.stage ?? null,
    stageSince: sayIf(assessment?.stage?.from),
    holder: assessment?.holder ?? null,
    episodes: episodesOf(assessment, writing),
    stages: stagesOf(assessment, writing),
    custody: custodyOf(pathway, counted, writing),
    milestones: (assessment?.milestones ?? []).map((reached) => ({
      ...reached,
      at: writing.say(reached.at),
    })),
    duties: dutiesOf(pathway, writing),
    handovers: handoversOf(assessment, writing),
    clocks: clocksOf(assessment, writing),
    queues: queuesOf(assessment, writing),
    interrupts: (assessment?.interrupts ?? []).map((each) => ({
      ...each,
      at: writing.say(each.at),
    })),
    deviations: (assessment?.deviations ?? []).map((each) => ({
      ...each,
      at: writing.say(each.at),
    })),
    nextWakeUp: sayIf(assessment?.nextWakeUp),
  };
}

function episodesOf(assessment: Assessment | undefined, { say, sayIf }: Writing) {
  return (assessment?.episodes ?? []).map((episode) => ({
    number: episode.number,
    version: episode.version,
    enteredAt: say(episode.enteredAt),
    enteredBy: episode.enteredBy,
    closedAt: sayIf(episode.closedAt),
    closedBy: episode.closedBy ?? null,
    gapDays: episode.gapDays ?? null,
    gaps: episode.gaps.map(({ from, to }) => ({ from: say(from), to: say(to) })),
    recurrent: episode.recurrent ?? null,
  }));
}

function stagesOf(assessment: Assessment | undefined, { say, sayIf }: Writing) {
  return (assessment?.stages ?? []).map((spell) => ({
    episode: spell.episode,
    stage: spell.stage,
    within: spell.within,
    holder: spell.holder,
    role: spell.role ?? null,
    from: say(spell.from),
    to: sayIf(spell.to),
    exit: spell.exit ?? null,
  }));
}

/** Who was accountable when, by which fact, and on how many whole days of it nothing was done. */
function custodyOf(
  pathway: ToldPathway | undefined,
  counted: readonly PlacedFact[],
  { say, sayIf }: Writing,
) {
  if (pathway === undefined) return [];
  const { assessment, versions } = pathway;
  const { held } = custodyReport(assessment, counted, (version) => versions.version(version));
  return held.map(({ spell, days, idleDays, longestIdleDays }) => ({
    episode: spell.episode,
    holder: spell.holder,
    role: spell.role ?? null,
    person: spell.person ?? null,
    from: say(spell.from),
    to: sayIf(spell.to),
    taken: spell.taken,
    handover: spell.handover ?? null,
    fact: spell.fact,
    days,
    idleDays,
    longestIdleDays,
  }));
}

/** `dueAt` is null while that cannot be told; `paused` says that it is because a clock stands. */
function dutiesOf(pathway: ToldPathway | undefined, { say, sayIf }: Writing) {
  return (pathway?.assessment.duties ?? []).map((duty) => ({
    episode: duty.episode,
    duty: duty.duty,
    instance: duty.instance,
    occurrence: duty.occurrence,
    owner: duty.owner,
    state: duty.state,
    open: duty.open,
    paused: duty.paused,
    armedAt: say(duty.armedAt),
    armedBy: duty.armedBy,
    dueAt: sayIf(duty.dueAt),
    metAt: sayIf(duty.metAt),
    metBy: duty.metBy ?? null,
    endedAt: sayIf(duty.endedAt),
    endedBy: duty.endedBy ?? null,
    reason: duty.reason ?? null,
    escalations: duty.escalations.map(({ to, at }) => ({ to, at: say(at) })),
    awaits: duty.awaits,
    awaitsWords: awaitedBy(duty, pathway),
  }));
}

/** What would meet the duty, with the conditions of the version that its episode is pinned to. */
function awaitedBy({ duty, episode }: DutyInstance, pathway: ToldPathway | undefined): string {
  const pinned = pathway?.assessment.episodes.find(({ number }) => number === episode);
  if (pathway === undefined || pinned === undefined) return '';
  const { duties } = pathway.versions.version(pinned.version);
  return patternWords(duties.find(({ id }) => id === duty)?.until ?? []);
}

function handoversOf(assessment: Assessment | undefined, writing: Writing) {
  return (assessment?.handovers ?? []).map((offer) => handoverOf(offer, writing));
}

function handoverOf(offer: HandoverInstance, { say, sayIf }: Writing) {
  return {
    episode: offer.episode,
    handover: offer.handover,
    instance: offer.instance,
    occurrence: offer.occurrence,
    attempt: offer.attempt,
    from: offer.from,
    to: offer.to,
    state: offer.state,
    offeredAt: say(offer.offeredAt),
    offeredBy: offer.offeredBy,
    answerDueAt: sayIf(offer.answerDueAt),
    answeredAt: sayIf(offer.answeredAt),
    answeredBy: offer.answeredBy ?? null,
    late: offer.late,
    turns: offer.turns.map((turn) => turnOf(turn, say)),
  };
}

/** `by` is null where time alone did it. */
function turnOf(turn: HandoverTurn, say: Writing['say']) {
  return {
    kind: turn.kind,
    at: say(turn.at),
    by: turn.by ?? null,
    service: turn.service ?? null,
    reason: turn.reason ?? null,
    tookFrom: turn.tookFrom ?? null,
  };
}

/** Running times in whole or broken seconds, as in all figures. */
function clocksOf(assessment: Assessment | undefined, { say, sayIf }: Writing) {
  return (assessment?.clocks ?? []).map((clock) => ({
    episode: clock.episode ?? null,
    clock: clock.clock,
    state: clock.state,
    startedAt: sayIf(clock.startedAt),
    stoppedAt: sayIf(clock.stoppedAt),
    rawSeconds: clock.rawMs / 1000,
    adjustedSeconds: clock.adjustedMs / 1000,
    days: clock.days,
    pauses: clock.pauses.map(({ from, to, fact, reason }) => ({
      from: say(from),
      to: sayIf(to),
      fact,
      reason: reason ?? null,
    })),
    nullified: clock.nullified,
  }));
}

function queuesOf(assessment: Assessment | undefined, { say, sayIf }: Writing) {
  return (assessment?.queues ?? []).map((entry) => ({
    episode: entry.episode,
    queue: entry.queue,
    joinedAt: say(entry.joinedAt),
    fact: entry.fact,
    rank: entry.rank,
    patientAge: entry.patientAge ?? null,
    leftAt: sayIf(entry.leftAt),
    outcome: entry.outcome ?? null,
  }));
}
