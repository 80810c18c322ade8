/**
 * What differs for one episode that is moved to another version: stage, holder, duties, handovers,
 * milestones and deviations, now and then.
 */
import { isDeepStrictEqual } from 'node:util';
import { formatInstant } from '#calendar';
import type { Assessment, Episode } from '#pathway';

export interface DutyStatus {
  readonly state: string;
  readonly owner: string;
  /** Of the owner, where it is known. */
  readonly organisation?: string;
  /** RFC 3339; null while a clock is paused. */
  readonly dueAt: string | null;
}

/** Null: this version has no such duty, or it has not begun. */
export interface DutyChange {
  /** A later episode than the one moved, if that would end earlier under the other version. */
  readonly episode: number;
  readonly duty: string;
  readonly occurrence: string;
  readonly before: DutyStatus | null;
  readonly after: DutyStatus | null;
}

export interface HandoverStatus {
  readonly state: string;
  readonly to: string;
  /** Of `to`, where it is known. */
  readonly organisation?: string;
  /** RFC 3339; null where no answer is due. */
  readonly answerDueAt: string | null;
  readonly late: boolean;
}

/** Null: this version has no such handover. */
export interface HandoverChange {
  readonly episode: number;
  readonly handover: string;
  readonly occurrence: string;
  readonly before: HandoverStatus | null;
  readonly after: HandoverStatus | null;
}

/** RFC 3339; null: not reached under this version. */
export interface MilestoneChange {
  readonly episode: number;
  readonly milestone: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A deviation that only one of the two versions reports. */
export interface DeviationChange {
  readonly kind: string;
  readonly fact: string;
  readonly message: string;
  readonly change: 'added' | 'gone';
}

export interface EpisodeStatus {
  readonly version: number;
  /** Null: the episode would be closed. */
  readonly stage: string | null;
  /** The accountable service. */
  readonly holder: string | null;
  /** Of the holder, where it is known. */
  readonly organisation?: string;
}

export interface EpisodeChange {
  readonly patient: string;
  /** The key of the episode now, where the pathway has several side by side. */
  readonly key?: string;
  readonly episode: number;
  readonly before: EpisodeStatus;
  readonly after: EpisodeStatus;
  /** Of the following, only what differs. */
  readonly duties: readonly DutyChange[];
  readonly handovers: readonly HandoverChange[];
  readonly milestones: readonly MilestoneChange[];
  readonly deviations: readonly DeviationChange[];
}

/**
 * The journey that the episode would be part of. Under another version it may have a key, and so
 * another number: the numbers given are those that it and the others would have as now.
 */
function numberedAs(moved: Episode, after: readonly Assessment[]): Assessment | undefined {
  const isIt = ({ enteredBy }: Episode): boolean => enteredBy === moved.enteredBy;
  const then = after.find(({ episodes }) => episodes.some(isIt)) ?? after[0];
  const number = then?.episodes.find(isIt)?.number ?? moved.number;
  if (then === undefined || number === moved.number) return then;
  const renumber = <T extends { readonly episode: number }>(each: T): T => {
    return { ...each, episode: each.episode + moved.number - number };
  };
  return {
    ...then,
    episodes: then.episodes.map((each) => ({
      ...each,
      number: each.number + moved.number - number,
    })),
    stages: then.stages.map(renumber),
    custody: then.custody.map(renumber),
    ...(then.scopes !== undefined && { scopes: then.scopes.map(renumber) }),
    milestones: then.milestones.map(renumber),
    duties: then.duties.map(renumber),
    handovers: then.handovers.map(renumber),
  };
}

/** @param after what would be under the other version; undefined: nothing differs */
export function changeOf(
  patient: string,
  now: Assessment,
  after: readonly Assessment[],
): EpisodeChange | undefined {
  const moved = now.episodes.at(-1);
  if (moved === undefined) return undefined;
  const then = numberedAs(moved, after);
  if (then === undefined) return undefined;
  const { key } = now;
  const before = episodeStatus(now, moved.enteredBy);
  const becomes = episodeStatus(then, moved.enteredBy);
  const pairs = { now, then, from: moved.number };
  const change = {
    ...{
      patient,
      ...(key !== undefined && { key }),
      episode: moved.number,
      before,
      after: becomes,
    },
    duties: dutyChanges(pairs),
    handovers: handoverChanges(pairs),
    milestones: milestoneChanges(pairs),
    deviations: deviationChanges(now, then),
  };
  const { duties, handovers, milestones, deviations } = change;
  const same = isDeepStrictEqual({ ...before, version: 0 }, { ...becomes, version: 0 });
  const differing = [duties, handovers, milestones, deviations].some(({ length }) => length > 0);
  return same && !differing ? undefined : change;
}

/** The status of the episode with that entry. */
function episodeStatus(
  { version, episodes, stages, custody }: Assessment,
  enteredBy: string,
): EpisodeStatus {
  const episode = episodes.find((each) => each.enteredBy === enteredBy);
  const open = episode !== undefined && episode.closedAt === undefined;
  const lasts = (each: { readonly episode: number; readonly to?: number }): boolean =>
    open && each.episode === episode.number && each.to === undefined;
  const held = custody.findLast(lasts);
  return {
    version: episode?.version ?? version,
    stage: stages.findLast(lasts)?.stage ?? null,
    holder: held?.holder ?? null,
    ...known(held?.organisation),
  };
}

interface Pairs {
  readonly now: Assessment;
  readonly then: Assessment;
  /** Number of the episode that is moved: those before it stay as they are. */
  readonly from: number;
}

function dutyChanges({ now, then, from }: Pairs): readonly DutyChange[] {
  return changes(
    [now.duties, then.duties].map((each) => each.filter(({ episode }) => episode >= from)),
    ({ episode, duty, occurrence }) => `${episode} ${duty} ${occurrence}`,
    ({ state, owner, organisation, dueAt }) => {
      return { state, owner, ...known(organisation), dueAt: written(dueAt, now.zone) };
    },
    ({ episode, duty, occurrence }) => ({ episode, duty, occurrence }),
  );
}

function handoverChanges({ now, then, from }: Pairs): readonly HandoverChange[] {
  return changes(
    [now.handovers, then.handovers].map((each) => each.filter(({ episode }) => episode >= from)),
    ({ episode, handover, occurrence, instance }) =>
      `${episode} ${handover} ${instance} ${occurrence}`,
    ({ state, to, toOrganisation, answerDueAt, late }) => {
      const due = written(answerDueAt, now.zone);
      return { state, to, ...known(toOrganisation), answerDueAt: due, late };
    },
    ({ episode, handover, occurrence }) => ({ episode, handover, occurrence }),
  );
}

function milestoneChanges({ now, then, from }: Pairs): readonly MilestoneChange[] {
  return changes(
    [now.milestones, then.milestones].map((each) => each.filter(({ episode }) => episode >= from)),
    ({ episode, milestone }) => `${episode} ${milestone}`,
    ({ at }) => formatInstant(at, now.zone),
    ({ episode, milestone }) => ({ episode, milestone }),
  );
}

function deviationChanges(now: Assessment, then: Assessment): readonly DeviationChange[] {
  const found = changes(
    [now.deviations, then.deviations],
    ({ kind, rule = '', fact, message }) => `${fact} ${kind} ${rule} ${message}`,
    () => 'there',
    ({ kind, fact, message }) => ({ kind, fact, message }),
  );
  return found.map(({ before, after: _, ...deviation }) => {
    return { ...deviation, change: before === null ? 'added' : 'gone' };
  });
}

/** What differs between the two, by key; null where one of them has no such thing. */
function changes<T, S, N extends object>(
  [now = [], then = []]: readonly (readonly T[])[],
  keyOf: (each: T) => string,
  statusOf: (each: T) => S,
  nameOf: (each: T) => N,
): readonly (N & { readonly before: S | null; readonly after: S | null })[] {
  const [before, after] = [now, then].map(
    (list) => new Map(list.map((each) => [keyOf(each), each])),
  );
  const all = new Map([...(after ?? []), ...(before ?? [])]);
  return [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, each]) => {
      const [was, becomes] = [before?.get(key), after?.get(key)];
      const change = {
        ...nameOf(each),
        before: was === undefined ? null : statusOf(was),
        after: becomes === undefined ? null : statusOf(becomes),
      };
      return isDeepStrictEqual(change.before, change.after) ? [] : [change];
    });
}

function written(at: number | undefined, zone: string): string | null {
  return at === undefined ? null : formatInstant(at, zone);
}

function known(organisation: string | undefined) {
  return organisation === undefined ? {} : { organisation };
}
