/**
 * Custody of a pathway's own responsibility, or of one scope beside it: added up in all, by service
 * and by organisation. What one of them counts, no other does.
 */
import type { CustodyReport } from '#pathway';
import type { OrganisationDirectory } from '#care-event';
import { CustodyTally, type CustodyCounts } from './custody-counts.js';
import { ReturnsTally, type Returns } from './custody-returns.js';
import { OrganisationTallies, type ByOrganisation } from './custody-organisations.js';

export interface ServiceCustody extends CustodyCounts {
  readonly service: string;
}

export interface CustodyTotals extends ByOrganisation, Returns {
  /** Patient-time during which nobody was accountable although somebody ought to have been. */
  readonly withoutHolderSeconds: number;
  /** Patient-time during which more than one service was accountable. Must be 0. */
  readonly heldTwiceSeconds: number;
  readonly total: CustodyCounts;
  /** Services that held a patient or were offered one, those with most patients first. */
  readonly services: readonly ServiceCustody[];
}

/** What was held of one responsibility, and what was offered of it. */
export type HeldAndOffered = Pick<
  CustodyReport,
  'held' | 'offers' | 'offeredMs' | 'withoutHolderMs' | 'heldTwiceMs'
>;

export class CustodyTallies {
  private readonly total = new CustodyTally();
  private readonly tallies = new Map<string, CustodyTally>();
  private readonly organisations: OrganisationTallies;
  /** Who holds the patient being added, in episodes side by side. */
  private readonly holders = new Set<string>();
  private readonly returns = new ReturnsTally();
  private patient: string | undefined;
  private withoutHolderMs = 0;
  private heldTwiceMs = 0;

  /** @param at now, ms since the epoch */
  constructor(directory: OrganisationDirectory, at: number, zone: string) {
    this.organisations = new OrganisationTallies(directory, at, zone);
  }

  /** Patients come one after the other. */
  add(
    patient: string,
    { held, offers, offeredMs, withoutHolderMs, heldTwiceMs }: HeldAndOffered,
  ): void {
    if (patient !== this.patient) {
      this.patient = patient;
      this.holders.clear();
      this.organisations.begin();
    }
    this.returns.add(patient, held);
    this.withoutHolderMs += withoutHolderMs;
    this.heldTwiceMs += heldTwiceMs;
    for (const each of held) {
      const { holder, to } = each.spell;
      this.total.hold(each, this.holders.size > 0);
      this.of(holder).hold(each, this.holders.has(holder));
      this.organisations.hold(each);
      if (to === undefined) this.holders.add(holder);
    }
    this.total.offered(offeredMs);
    for (const each of offers) {
      this.total.offer(each);
      this.organisations.offer(each);
      const asked = this.of(each.offer.to);
      asked.offer(each);
      asked.offered(each.offeredMs);
    }
  }

  counts(): CustodyTotals {
    return {
      withoutHolderSeconds: this.withoutHolderMs / 1000,
      heldTwiceSeconds: this.heldTwiceMs / 1000,
      ...this.returns.counts(),
      total: this.total.counts(),
      services: this.services(),
      ...this.organisations.counts(),
    };
  }

  private services(): readonly ServiceCustody[] {
    return [...this.tallies]
      .map(([service, tally]) => ({ service, ...tally.counts() }))
      .sort(
        (a, b) =>
          b.patients - a.patients ||
          b.heldSeconds - a.heldSeconds ||
          (a.service < b.service ? -1 : 1),
      );
  }

  private of(service: string): CustodyTally {
    let tally = this.tallies.get(service);
    if (tally === undefined) this.tallies.set(service, (tally = new CustodyTally()));
    return tally;
  }
}
