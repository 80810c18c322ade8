/** Custody added up for one service or for the whole pathway. */
import type { CustodyBasis, HeldSpell, OfferEnd, OfferTime } from '#pathway';
import { CENSORED, kaplanMeier, medianInterval95, quantileOf, SpellSample } from '#statistics';

/** Offers by how they ended; the first five add up to `made`. */
export interface OfferCounts {
  readonly made: number;
  readonly open: number;
  readonly accepted: number;
  readonly refused: number;
  /** Withdrawn by the sender, with the service's consent. */
  readonly withdrawn: number;
  /** An answer was no longer needed, for instance because the episode was closed. */
  readonly overtaken: number;
  /** Open offers with an overdue answer. */
  readonly silent: number;
  /** Offers whose answer was overdue at some time. */
  readonly fellSilent: number;
  /** Answered offers whose answer came after it was due. */
  readonly late: number;
  /**
   * Ended offers after which the patient stayed with the sender, or came back: refused,
   * withdrawn and overtaken ones, unless another service accepted the same handover.
   */
  readonly returned: number;
}

/** From the offer to an acceptance or refusal; offers that are open or ended otherwise are censored. */
export interface TimeToAnswer {
  readonly n: number;
  readonly answered: number;
  readonly cutOff: number;
  /** Kaplan-Meier; null = not reached. */
  readonly medianSeconds: number | null;
  readonly medianCi95Seconds: readonly [number | null, number | null];
}

/** That an organisation became known takes nothing over. */
type Taking = Exclude<CustodyBasis, 'identified' | 'begun'>;

export interface CustodyCounts {
  /** Patients held at the as-of instant. */
  readonly patients: number;
  /** Patient-time held by then, of closed episodes too. */
  readonly heldSeconds: number;
  /** Whole local days within the spells, from midnight to midnight in the holder's zone. */
  readonly days: number;
  /** Days among them on which nothing was reported that the holder may have done. */
  readonly idleDays: number;
  /** `idleDays` divided by `days`; null if there is no whole day. */
  readonly idleShare: number | null;
  /** The longest run of idle days of one patient. */
  readonly longestIdleDays: number;
  /** Spells by how custody was taken. */
  readonly taken: Readonly<Record<Taking, number>> & {
    /** Only of scopes: those that began by an event of their own. */
    readonly begun?: number;
  };
  readonly offers: OfferCounts;
  readonly timeToAnswer: TimeToAnswer;
  /** Patient-time offered and not accepted; for the whole pathway, overlapping offers count once. */
  readonly offeredSeconds: number;
  /** Time during which an answer was overdue, over all offers. */
  readonly silentSeconds: number;
}

const ANSWERED = 1;

export class CustodyTally {
  private patients = 0;
  private heldMs = 0;
  private days = 0;
  private idleDays = 0;
  private longestIdleDays = 0;
  private readonly taken: Record<Taking, number> & { begun?: number } = {
    entry: 0,
    contact: 0,
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

  /** @param isFurther the patient is counted already, by another of several episodes side by side */
  hold({ spell, heldMs, days, idleDays, longestIdleDays }: HeldSpell, isFurther: boolean): void {
    if (spell.to === undefined && !isFurther) this.patients++;
    this.heldMs += heldMs;
    this.days += days;
    this.idleDays += idleDays;
    this.longestIdleDays = Math.max(this.longestIdleDays, longestIdleDays);
    if (spell.basis === 'begun') this.taken.begun = (this.taken.begun ?? 0) + 1;
    else if (spell.basis !== 'identified') this.taken[spell.basis]++;
  }

  /** Its duration is added by `offered`, since offers of one patient may overlap. */
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
