/** What is held of a patient's custody, as of the instant of a question. */
import { daysBy } from '#pathway';
import { dayAt } from '#calendar';
import type { CustodyPart, LastingPart, OfferBehind, SpellBehind } from './held-custody.js';

export class CustodyClock {
  /** Today in each zone. */
  private readonly days = new Map<string, number>();

  /** @param at ms since the epoch */
  constructor(private readonly at: number) {}

  /** @param from by when the part is counted */
  partBy(part: LastingPart, from: number): CustodyPart {
    const { growth } = part;
    if (growth === undefined) return part;
    const ms = this.at - from;
    return {
      ...part,
      held: part.held.map((each) => this.spell(each, ms)),
      offers: part.offers.map((each) => offer(each, ms)),
      dropped: part.dropped.flatMap((each) => {
        if (!each.lasts) return [each];
        return this.at > each.from ? [{ ...each, to: this.at }] : [];
      }),
      offeredMs: part.offeredMs + growth.offeredMs * ms,
      withoutHolderMs: part.withoutHolderMs + growth.withoutHolderMs * ms,
      heldTwiceMs: part.heldTwiceMs + growth.heldTwiceMs * ms,
    };
  }

  private spell(each: SpellBehind, ms: number): SpellBehind {
    const { lasting } = each;
    if (lasting === undefined) return each;
    return { ...each, heldMs: each.heldMs + ms, ...daysBy(lasting, this.today(lasting.zone)) };
  }

  private today(zone: string): number {
    let day = this.days.get(zone);
    if (day === undefined) this.days.set(zone, (day = dayAt(this.at, zone)));
    return day;
  }
}

function offer(each: OfferBehind, ms: number): OfferBehind {
  if (each.end !== 'open') return each;
  return {
    ...each,
    offeredMs: each.offeredMs + ms,
    silentMs: each.silentMs + each.silentGrowth * ms,
  };
}
