/**
 * Responsibility that comes back: to a holder who had passed it on already in the same episode, and
 * of which offers were refused or withdrawn. Going to and fro is what patients call being thrown
 * around.
 */
import { formatInstant } from '#calendar';
import type { HeldSpell, OfferTime } from '#pathway';
import { evidenceOf, type EventEvidence } from './evidence.js';
import type { OfferBehind } from './held-custody.js';

export interface Returns {
  /** Times that responsibility came back to a service or organisation that had passed it on. */
  readonly passedBack: number;
  /** Patients to whom that happened at least twice in one episode: to and fro, and to again. */
  readonly pingPongPatients: number;
}

/** Twice back is no longer a mistake that was put right. */
const PING_PONG = 2;

export class ReturnsTally {
  private passedBack = 0;
  private readonly pingPong = new Set<string>();

  /** @param held of one patient and one responsibility, in order */
  add(patient: string, held: readonly HeldSpell[]): void {
    for (const spells of Map.groupBy(held, ({ spell }) => spell.episode).values()) {
      const returned = returnsIn(spells);
      this.passedBack += returned;
      if (returned >= PING_PONG) this.pingPong.add(patient);
    }
  }

  counts(): Returns {
    return { passedBack: this.passedBack, pingPongPatients: this.pingPong.size };
  }
}

function returnsIn(held: readonly HeldSpell[]): number {
  const before = new Set<string>();
  let last: string | undefined;
  let returns = 0;
  for (const { spell } of held) {
    // That an organisation becomes known passes nothing on.
    if (spell.basis === 'identified' || spell.basis === 'within') {
      if (last !== undefined) before.delete(last);
      last = partyOf(spell);
      before.add(last);
      continue;
    }
    const party = partyOf(spell);
    if (party !== last && before.has(party)) returns += 1;
    before.add(party);
    last = party;
  }
  return returns;
}

function partyOf({ holder, organisation = '' }: HeldSpell['spell']): string {
  return `${holder} ${organisation}`;
}

/** An offer that was refused or withdrawn: the patient stayed with the sender, or came back. */
export interface ReturnedOffer {
  readonly patient: string;
  readonly key?: string;
  readonly episode: number;
  readonly scope?: string;
  readonly handover: string;
  readonly attempt: number;
  readonly from: string;
  readonly fromOrganisation?: string;
  readonly to: string;
  readonly toOrganisation?: string;
  readonly end: 'refused' | 'withdrawn' | 'overtaken';
  /** As the event that ended it says. */
  readonly reason?: string;
  /** RFC 3339. */
  readonly offeredAt: string;
  readonly endedAt: string;
  /** The event by which it was first offered. */
  readonly offered: EventEvidence;
}

export interface FoundReturn extends OfferBehind {
  readonly patient: string;
  readonly key?: string;
}

export function endedAt({ offer: { answeredAt, offeredAt }, offeredMs }: OfferTime): number {
  return answeredAt ?? offeredAt + offeredMs;
}

export function returnedOffer(found: FoundReturn, zone: string): ReturnedOffer {
  const { patient, key, offer, end, by } = found;
  const { episode, scope, handover, attempt, from, to, offeredAt, events } = offer;
  const { fromOrganisation, toOrganisation } = offer;
  const reason = events.at(-1)?.reason;
  return {
    ...{ patient, ...(key !== undefined && { key }), episode },
    ...(scope !== undefined && { scope }),
    ...{ handover, attempt, from, to },
    ...(fromOrganisation !== undefined && { fromOrganisation }),
    ...(toOrganisation !== undefined && { toOrganisation }),
    // An open or accepted offer is never among them.
    end: end as ReturnedOffer['end'],
    ...(reason !== undefined && { reason }),
    offeredAt: formatInstant(offeredAt, zone),
    endedAt: formatInstant(endedAt(found), zone),
    offered: evidenceOf(by, zone),
  };
}
