/** What custody comes to for one service, or for the whole pathway, patient by patient. */
import type { HeldSpell, OfferEnd, OfferTime, CustodyBasis } from '#pathway';
import { CENSORED, kaplanMeier, medianInterval95, quantileOf, SpellSample } from '#statistics';

/** Offers by how they ended; the first five add up to `made`. */
export interface OfferCounts {
  readonly made: number;
  readonly open: number;
  readonly accepted: number;
  readonly refused: number;
  /** The sender asked for it back, and the service let go of it. */
  readonly withdrawn: number;
  /** Nobody needed the answer any more, the close of the episode included. */
  readonly overtaken: number;
  /** Of the open ones: an answer is overdue. */
  readonly silent: number;
  /** Of all: an answer was overdue at some time. */
  readonly fellSilent: number;
  /** Of those that were answered: the answer came after it was due. */
  readonly late: number;
  /**
   * Of those that ended: the patient stayed with, or came back to, who offered. Refused,
   * withdrawn and overtaken count, but not what somebody else took who was asked for the same.
   */
  readonly returned: number;
}

/** From the offer to a yes or a no. What ended otherwise or is open is cut off there, not left out. */
export interface TimeToAnswer {
  readonly n: number;
  readonly answered: number;
  readonly cutOff: number;
  /** Kaplan-Meier; null = not reached. */
  readonly medianSeconds: number | null;
  readonly medianCi95Seconds: readonly [number | null, number | null];
}

export interface CustodyCounts {
  /** Patients held at the as-of instant. */
  readonly patients: number;
  /** Patient-time held by then, of closed episodes too. */
  readonly heldSeconds: number;
  /** Whole local days within the spells, from midnight to midnight in the holder's zone. */
  readonly days: number;
  /** Of those: nothing was reported that the holder may have done. */
  readonly idleDays: number;
  /** `idleDays` of `days`; null where there is no whole day. */
  readonly idleShare: number | null;
  /** The longest run of idle days of one patient. */
  readonly longestIdleDays: number;
  /** Spells by how the patient was taken over. */
  readonly taken: Readonly<Record<CustodyBasis, number>>;
  readonly offers: OfferCounts;
  readonly timeToAnswer: TimeToAnswer;
  /** Patient-time offered and not accepted; of the whole pathway each instant of a patient once. */
  readonly offeredSeconds: number;
  /** Time in which an answer was overdue, of all offers. */
  readonly silentSeconds: number;
}

const ANSWERED = 1;

export class CustodyTally {
  private patients = 0;
  private heldMs = 0;
  private days = 0;
  private idleDays = 0;
  private longestIdleDays = 0;
  private readonly taken: Record<CustodyBasis, number> = {
    entry: 0,
    acceptance: 0,
    deed: 0,
    within: 0,
  };
  private readonly ends: Record<OfferEnd, number> = {
    ...{ open: 0, accepted: 0, refused: 0, withdrawn: 0, overtaken: 0 },
  };
  private silent = 0;
  private fellSilent = 0;
  private late = 0;
  private returned = 0;
  private silentMs = 0;
  private offeredMs = 0;
  private readonly answers = new SpellSample();

  hold({ spell, heldMs, days, idleDays, longestIdleDays }: HeldSpell): void {
    if (spell.to === undefined) this.patients++;
    this.heldMs += heldMs;
    this.days += days;
    this.idleDays += idleDays;
    this.longestIdleDays = Math.max(this.longestIdleDays, longestIdleDays);
    this.taken[spell.basis]++;
  }

  /** Its time is added apart: offers of one patient may lie over each other. */
  offer({ end, offeredMs, silent, silentMs, late, returned }: OfferTime): void {
    this.ends[end]++;
    if (silent) this.silent++;
    if (silentMs > 0 || silent) this.fellSilent++;
    if (late) this.late++;
    if (returned) this.returned++;
    this.silentMs += silentMs;
    const answered = end === 'accepted' || end === 'refused';
    this.answers.add(offeredMs / 1000, answered ? ANSWERED : CENSORED);
  }

  offered(ms: number): void {
    this.offeredMs += ms;
  }

  counts(): CustodyCounts {
    return {
      patients: this.patients,
      heldSeconds: this.heldMs / 1000,
      days: this.days,
      idleDays: this.idleDays,
      idleShare: this.days === 0 ? null : this.idleDays / this.days,
      longestIdleDays: this.longestIdleDays,
      taken: this.taken,
      offers: {
        made: this.answers.n,
        ...this.ends,
        silent: this.silent,
        fellSilent: this.fellSilent,
        late: this.late,
        returned: this.returned,
      },
      timeToAnswer: timeToAnswer(this.answers),
      offeredSeconds: this.offeredMs / 1000,
      silentSeconds: this.silentMs / 1000,
    };
  }
}

function timeToAnswer(sample: SpellSample): TimeToAnswer {
  const curve = kaplanMeier(sample);
  return {
    n: curve.n,
    answered: curve.events,
    cutOff: curve.censored,
    medianSeconds: quantileOf(curve, 0.5),
    medianCi95Seconds: medianInterval95(curve),
  };
}
