/**
 * Custody by organisation, where definitions bind services to organisations; and of what nobody knows
 * which organisation it is, a figure of its own.
 */
import type { HandoverInstance, HeldSpell, OfferTime } from '#pathway';
import { dayAt } from '#calendar';
import { type OrganisationDirectory, receiverOf } from '#care-event';
import { CustodyTally, type CustodyCounts } from './custody-counts.js';
import { byName } from './name-counts.js';

export interface OrganisationCustody extends CustodyCounts {
  readonly service: string;
  /** Its id; whoever has taken its place by now. */
  readonly organisation: string;
}

/** Where it is not known which organisation of the service it is. */
export interface UnknownOrganisation {
  /** Patients held at the as-of instant. */
  readonly patients: number;
  /** Patient-time held by then. */
  readonly heldSeconds: number;
  /** Offers of which it is not known whom they ask. */
  readonly offers: number;
  /** Of those held at the as-of instant, how many for which reason. */
  readonly reasons: Readonly<Record<string, number>>;
}

export interface ByOrganisation {
  /** Those with most patients first; absent where no service is bound to organisations. */
  readonly organisations?: readonly OrganisationCustody[];
  readonly unknownOrganisation?: UnknownOrganisation;
}

interface Party {
  readonly service: string;
  readonly organisation: string;
  readonly tally: CustodyTally;
}

export class OrganisationTallies {
  private readonly parties = new Map<string, Party>();
  /** Who holds the patient being added, in episodes side by side. */
  private readonly holders = new Set<string>();
  private readonly reasons = new Map<string, number>();
  private patients = 0;
  private heldMs = 0;
  private offers = 0;
  private isBound = false;
  private readonly day: number;

  /** @param at now, ms since the epoch */
  constructor(
    private readonly directory: OrganisationDirectory,
    at: number,
    zone: string,
  ) {
    this.day = dayAt(at, zone);
  }

  begin(): void {
    this.holders.clear();
  }

  hold(each: HeldSpell): void {
    const { holder, organisation, organisationUnknown, to } = each.spell;
    if (organisationUnknown !== undefined) this.holdUnknown(each, organisationUnknown);
    if (organisation === undefined) return;
    const party = this.of(holder, organisation);
    const receiver = receiverOf(party);
    party.tally.hold(each, this.holders.has(receiver));
    if (to === undefined) this.holders.add(receiver);
  }

  offer(each: OfferTime): void {
    const { to, toOrganisation, toOrganisationUnknown }: HandoverInstance = each.offer;
    if (toOrganisationUnknown !== undefined) {
      this.isBound = true;
      this.offers++;
    }
    if (toOrganisation === undefined) return;
    const { tally } = this.of(to, toOrganisation);
    tally.offer(each);
    tally.offered(each.offeredMs);
  }

  counts(): ByOrganisation {
    if (!this.isBound) return {};
    const organisations = [...this.parties.values()]
      .map(({ service, organisation, tally }) => ({ service, organisation, ...tally.counts() }))
      .sort(
        (a, b) =>
          b.patients - a.patients ||
          b.heldSeconds - a.heldSeconds ||
          (receiverOf(a) < receiverOf(b) ? -1 : 1),
      );
    const { patients, heldMs, offers, reasons } = this;
    const unknownOrganisation = {
      ...{ patients, heldSeconds: heldMs / 1000, offers },
      reasons: byName(reasons),
    };
    return { organisations, unknownOrganisation };
  }

  private holdUnknown({ spell, heldMs }: HeldSpell, reason: string): void {
    this.isBound = true;
    this.heldMs += heldMs;
    if (spell.to !== undefined || this.holders.has('')) return;
    this.holders.add('');
    this.patients++;
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  private of(service: string, id: string): Party {
    this.isBound = true;
    const organisation = this.directory.currentOf(id, this.day)?.id ?? id;
    const receiver = receiverOf({ service, organisation });
    let party = this.parties.get(receiver);
    if (party === undefined) {
      party = { service, organisation, tally: new CustodyTally() };
      this.parties.set(receiver, party);
    }
    return party;
  }
}
