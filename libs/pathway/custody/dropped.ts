/**
 * Patients whom the close of an episode dropped: it ended because somebody passed the patient
 * on, and nobody had accepted the patient. From the close until somebody accepts, or the patient
 * is on the pathway again, nobody is accountable although somebody ought to be. An episode that
 * ends because nobody is needed any more (a recovery, a death) drops nobody.
 */
import type { Assessment, Episode } from '../state/assessment.js';
import { compareFacts, factKey, type TimedFact } from '#care-event';
import type { HalfOpenInterval } from '#calendar';
import type { CustodySpell } from '../state/custody-spell.js';
import type { Definition } from '../definition/definition.js';
import { meets } from '../definition/pattern.js';

export interface Dropped extends HalfOpenInterval {
  readonly episode: number;
  /** The service that held the patient last. */
  readonly holder: string;
  /** Which organisation of it, where that is known. */
  readonly organisation?: string;
  /** Nobody has accepted the patient by now. */
  readonly lasts: boolean;
  /** Key of the fact that closed the episode, or `lapsed`. */
  readonly by: string;
}

/** A sender's act: it says that the municipality is to take the patient over, never that it does. */
const DISCHARGE = 'DischargedToMunicipality';
const ACCEPTANCE = 'ResponsibilityAccepted';
const DEATH = 'PatientDied';

/** Offers that nobody answered by the close. */
const UNANSWERED: ReadonlySet<string> = new Set(['silent', 'lapsed']);

/** @param reported the facts that concern the pathway by then, whether or not they count */
export function droppedTimes(
  assessment: Assessment,
  reported: readonly TimedFact[],
  versionOf: (version: number) => Definition,
): readonly Dropped[] {
  return assessment.episodes.flatMap((episode, index) => {
    const definition = versionOf(episode.version);
    const next = assessment.episodes[index + 1]?.enteredAt;
    return closesOf(episode, reported, next).flatMap(({ from, to, by }): Dropped[] => {
      const last = lastSpell(assessment, episode.number, from);
      const { holder = '', organisation } = last ?? {};
      if (!isDrop({ assessment, episode, by, holder }, reported, definition)) return [];
      const taken = earliest(
        reported,
        (timed) => timed.start >= from && takes(timed, by, definition),
      );
      const end = Math.min(to ?? Infinity, taken?.start ?? Infinity);
      const until = Math.min(end, assessment.at);
      const who = { holder, ...(organisation !== undefined && { organisation }) };
      const drop = { episode: episode.number, ...who, by, from, to: until };
      return until > from ? [{ ...drop, lasts: end > assessment.at }] : [];
    });
  });
}

interface Close {
  readonly from: number;
  /** When the patient was on the pathway again. */
  readonly to: number | undefined;
  readonly by: string;
}

function closesOf(
  { gaps, closedAt, closedBy = '' }: Episode,
  reported: readonly TimedFact[],
  next: number | undefined,
): readonly Close[] {
  const past = gaps.map(({ from, to }) => {
    const by = earliest(reported, ({ fact, start }) => start === from && fact.type === DISCHARGE);
    return { from, to, by: by === undefined ? '' : factKey(by.fact) };
  });
  return closedAt === undefined ? past : [...past, { from: closedAt, to: next, by: closedBy }];
}

function earliest(
  reported: readonly TimedFact[],
  fits: (timed: TimedFact) => boolean,
): TimedFact | undefined {
  let first: TimedFact | undefined;
  for (const timed of reported) {
    if (!fits(timed)) continue;
    if (first === undefined || compareFacts(timed, first) < 0) first = timed;
  }
  return first;
}

interface Ended {
  readonly assessment: Assessment;
  readonly episode: Episode;
  readonly by: string;
  readonly holder: string;
}

function isDrop(
  { assessment, episode, by, holder }: Ended,
  reported: readonly TimedFact[],
  { services }: Definition,
): boolean {
  if (holder === '') return false;
  const unanswered = assessment.handovers.filter(
    ({ episode: number, scope, state }) =>
      number === episode.number && scope === undefined && UNANSWERED.has(state),
  );
  if (by === 'lapsed') return unanswered.length > 0;
  if (unanswered.some(({ offeredBy }) => offeredBy === by)) return true;
  const closing = reported.find(({ fact }) => factKey(fact) === by);
  return closing?.fact.type === DISCHARGE && services.get(holder)?.level !== 'municipal';
}

function lastSpell({ custody }: Assessment, episode: number, at: number): CustodySpell | undefined {
  return custody.findLast((spell) => spell.episode === episode && spell.from <= at);
}

/**
 * Whether somebody takes the patient over by it, or nobody needs to any more. What only accepts a
 * scope takes no patient over.
 */
function takes({ fact }: TimedFact, closedBy: string, { handovers }: Definition): boolean {
  if (factKey(fact) === closedBy) return false;
  if (fact.type === DEATH) return true;
  const accepted = handovers.filter(({ accepted: { by } }) =>
    by.some(({ type, where }) => type === fact.type && meets(where, fact.data, undefined)),
  );
  if (accepted.length === 0) return fact.type === ACCEPTANCE;
  return accepted.some(({ scope }) => scope === undefined);
}
