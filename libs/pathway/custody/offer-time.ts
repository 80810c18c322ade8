/** How long one offer has been out, how it ended, and for how long its answer was overdue. */
import type { Episode } from '../state/assessment.js';
import type { HandoverInstance } from '../state/handover-instance.js';
import { type HalfOpenInterval, IntervalSet } from '#calendar';

/**
 * `open` = no end is known: offered, information requested, withdrawal requested or silent;
 * `overtaken` also where its episode closed while it was open.
 */
export type OfferEnd = 'open' | 'accepted' | 'refused' | 'withdrawn' | 'overtaken';

export interface OfferTime {
  readonly offer: HandoverInstance;
  readonly end: OfferEnd;
  /**
   * From the offer to its end, or until now while it is open, without the times in which its
   * episode was closed.
   */
  readonly times: readonly HalfOpenInterval[];
  /** Length of those, in ms: time offered and not accepted. For an open offer it keeps growing. */
  readonly offeredMs: number;
  /**
   * True where it ended and the patient stayed with, or came back to, the sender: refused,
   * withdrawn, or overtaken for another reason than that another service asked for the same
   * accepted.
   */
  readonly returned: boolean;
  /** True while it is open and the answer, to the offer or to its withdrawal, is overdue. */
  readonly silent: boolean;
  /** Ms in which an answer was overdue so far, whether or not one came in the end. */
  readonly silentMs: number;
  /** True where an answer came, and came late. */
  readonly late: boolean;
}

/** @param at now, ms since the epoch */
export function offerTime(offer: HandoverInstance, episode: Episode, at: number): OfferTime {
  const end = endOf(offer, episode);
  const until = offer.answeredAt ?? episode.closedAt ?? at;
  const during = (from: number, to: number): IntervalSet =>
    IntervalSet.of([{ from, to }]).without(episode.gaps);
  const times = during(offer.offeredAt, until);
  return {
    offer,
    end,
    times: times.intervals,
    offeredMs: times.size,
    returned: end !== 'open' && end !== 'accepted' && !isElsewhere(offer),
    silent: end === 'open' && offer.state === 'silent',
    silentMs: silencesOf(offer, until).reduce((ms, { from, to }) => ms + during(from, to).size, 0),
    late: offer.late && (end === 'accepted' || end === 'refused' || end === 'withdrawn'),
  };
}

function endOf({ state }: HandoverInstance, { closedAt }: Episode): OfferEnd {
  switch (state) {
    case 'accepted':
    case 'refused':
    case 'withdrawn':
    case 'overtaken':
      return state;
    default:
      return closedAt === undefined ? 'open' : 'overtaken';
  }
}

/** Another service that was asked for the same took the patient over. */
function isElsewhere({ events }: HandoverInstance): boolean {
  return events.some(({ kind, reason }) => kind === 'overtaken' && reason === 'accepted-elsewhere');
}

/** Each from when an answer was overdue to when it came, or to the withdrawal or receipt from which it counts anew. */
function silencesOf(
  { events, receivedAt }: HandoverInstance,
  until: number,
): readonly HalfOpenInterval[] {
  return events
    .filter(({ kind }) => kind === 'silent')
    .map(({ at: from }) => {
      const askedBack = events.find(({ kind, at }) => kind === 'withdrawn' && at >= from)?.at;
      const received = receivedAt !== undefined && receivedAt >= from ? receivedAt : until;
      return { from, to: Math.min(askedBack ?? until, received, until) };
    });
}
