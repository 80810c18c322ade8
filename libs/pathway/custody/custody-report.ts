/**
 * One patient's custody on one pathway in figures: how long each service held the patient and
 * on how many days it did nothing, how long the patient was offered and not accepted, how often
 * an offer came back, and whether somebody was accountable all the time. Worked out from an
 * assessment and the facts that count in it; the order of the facts does not matter.
 */
import type { Assessment, Episode } from '../state/assessment.js';
import type { CustodySpell } from '../state/custody-spell.js';
import type { HandoverInstance } from '../state/handover-instance.js';
import type { TimedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { rulesOf } from '../rules/pathway-rules.js';
import type { CustodyDays } from './custody-days.js';
import { daysIn } from './custody-days.js';
import { type Dropped, droppedTimes } from './dropped.js';
import type { OfferTime } from './offer-time.js';
import { offerTime } from './offer-time.js';
import { type HalfOpenInterval, IntervalSet } from '#calendar';

export interface CustodyReport {
  /** In the order of the assessment. */
  readonly held: readonly HeldSpell[];
  readonly offers: readonly OfferTime[];
  /**
   * Ms during which at least one offer was out and not accepted; where several were, the time
   * counts once.
   */
  readonly offeredMs: number;
  /**
   * Ms from entry (or the first contact, where custody begins with that) to close of all episodes,
   * without the times in which they were closed; up to now for one that is open.
   */
  readonly openMs: number;
  /** When nobody was accountable although somebody ought to have been. */
  readonly dropped: readonly Dropped[];
  /** Ms of those; and of the open time any in which nobody held the patient, which cannot be. */
  readonly withoutHolderMs: number;
  /**
   * Of the open time, ms in which more than one service held the patient, counted for each further one.
   * It must be 0.
   */
  readonly heldTwiceMs: number;
}

export interface HeldSpell extends CustodyDays {
  readonly spell: CustodySpell;
  /** How long it lasted, or has lasted so far, in ms. */
  readonly heldMs: number;
}

/**
 * @param counted the facts that count in the assessment, as `countedFacts` gives them
 * @param versionOf the definition that an episode is pinned to, by its version
 * @param reported all that concern the pathway, as `Journey.reported` gives them
 */
export function custodyReport(
  assessment: Assessment,
  counted: readonly TimedFact[],
  versionOf: (version: number) => Definition,
  reported: readonly TimedFact[] = counted,
): CustodyReport {
  const { at, custody, handovers, episodes } = assessment;
  const pinned = new Map(episodes.map((episode) => [episode.number, episode]));
  const held = custody.map((spell) => {
    const version = pinned.get(spell.episode)?.version ?? assessment.version;
    return heldSpell(spell, counted, { definition: versionOf(version), at });
  });
  const offers = handovers.flatMap((offer: HandoverInstance) => {
    const episode = pinned.get(offer.episode);
    return episode === undefined ? [] : [offerTime(offer, episode, at)];
  });
  const open = IntervalSet.of(episodes.flatMap((episode) => openTimes(episode, custody, at)));
  const spells = custody.map(({ from, to = at }) => ({ from, to: Math.max(from, to) }));
  const spellsMs = spells.reduce((ms, { from, to }) => ms + to - from, 0);
  const dropped = droppedTimes(assessment, reported, versionOf);
  const droppedMs = dropped.reduce((ms, { from, to }) => ms + to - from, 0);
  return {
    held,
    offers,
    dropped,
    offeredMs: IntervalSet.of(offers.flatMap(({ times }) => times)).size,
    openMs: open.size,
    withoutHolderMs: open.without(spells).size + droppedMs,
    heldTwiceMs: spellsMs - IntervalSet.of(spells).size,
  };
}

/** Before a first contact, where custody begins with that, nobody ought to be accountable. */
function openTimes(
  { number, enteredAt, closedAt, custodyFrom, gaps }: Episode,
  custody: readonly CustodySpell[],
  at: number,
): readonly HalfOpenInterval[] {
  const to = closedAt ?? at;
  const begins = custody.find(({ episode }) => episode === number)?.from ?? to;
  const from = custodyFrom === undefined ? enteredAt : begins;
  return IntervalSet.of([{ from, to }]).without(gaps).intervals;
}

function heldSpell(
  spell: CustodySpell,
  counted: readonly TimedFact[],
  { definition, at }: { readonly definition: Definition; readonly at: number },
): HeldSpell {
  const { holder, from, to = at } = spell;
  const { zone } = rulesOf(definition).ownerOf(holder);
  const acts = counted.filter(
    (timed) => timed.end >= from && timed.start < to && mayBeBy(holder, timed, definition),
  );
  return { spell, heldMs: Math.max(0, to - from), ...daysIn(spell, acts, { zone, at }) };
}

/**
 * Whether the holder may have done it: yes, unless the report says that another service of the
 * definition did. Services are recognised by the id of the organisation; a report that does not
 * say who acted gives the holder the benefit of the doubt.
 */
function mayBeBy(holder: string, { fact }: TimedFact, { services }: Definition): boolean {
  const organisation = fact.actor?.organisation;
  return organisation === undefined || organisation === holder || !services.has(organisation);
}
