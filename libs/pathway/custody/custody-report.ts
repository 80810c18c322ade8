/**
 * One patient's custody on one pathway in figures: how long each service held the patient and
 * on how many days it did nothing, how long the patient was offered and not accepted, how often
 * an offer came back, and whether somebody was accountable all the time. Worked out from an
 * assessment and the facts that count in it; the order of the facts does not matter.
 */
import type { Assessment, Episode } from '../state/assessment.js';
import type { CustodySpell } from '../state/custody-spell.js';
import type { HandoverInstance } from '../state/handover-instance.js';
import type { OrganisationDirectory, TimedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { rulesOf } from '../rules/pathway-rules.js';
import { mayBeBy } from './acts-of-holder.js';
import type { CustodyDays, LastingDays } from './custody-days.js';
import { daysIn, lastingDays } from './custody-days.js';
import { beginsScope, heldScopes } from './scope-faults.js';
import { type Dropped, droppedTimes } from './dropped.js';
import type { OfferTime } from './offer-time.js';
import { offerTime } from './offer-time.js';
import { type HalfOpenInterval, IntervalSet } from '#calendar';

/** What is held, and what was offered of it. */
interface Held {
  /** In the order of the assessment. */
  readonly held: readonly HeldSpell[];
  readonly offers: readonly OfferTime[];
  /**
   * Ms during which at least one offer was out and not accepted; where several were, the time
   * counts once.
   */
  readonly offeredMs: number;
}

/** The same of one scope, which counts nowhere else. */
interface ScopeReport extends Held {
  readonly scope: string;
  /** Ms from its beginnings to its ends in which nobody held it; and in which several did. Both must be 0. */
  readonly withoutHolderMs: number;
  readonly heldTwiceMs: number;
}

export interface CustodyReport extends Held {
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
  /** One for each scope that was ever held or offered, in the order of the definition. */
  readonly scopes: readonly ScopeReport[];
}

/** The versions of a pathway, as `PathwayVersions` has them. */
interface ReportedVersions {
  version(version: number): Definition;
  readonly directory: OrganisationDirectory;
}

export interface HeldSpell extends CustodyDays {
  readonly spell: CustodySpell;
  /** How long it lasted, or has lasted so far, in ms. */
  readonly heldMs: number;
  /** Of one that lasts: how its days go on. */
  readonly lasting?: LastingDays;
}

/**
 * @param counted the facts that count in the assessment, as `countedFacts` gives them
 * @param versions what an episode is pinned to, and the organisations of the holders
 * @param reported all that concern the pathway, as `Journey.reported` gives them
 */
export function custodyReport(
  assessment: Assessment,
  counted: readonly TimedFact[],
  versions: ReportedVersions,
  reported: readonly TimedFact[] = counted,
): CustodyReport {
  const { at, custody, handovers, scopes = [], episodes } = assessment;
  const pinned = new Map(episodes.map((episode) => [episode.number, episode]));
  const heldOf = (spells: readonly CustodySpell[], scope?: string): Held => {
    const held = spells.map((spell) => {
      const version = pinned.get(spell.episode)?.version ?? assessment.version;
      const { directory } = versions;
      return heldSpell(spell, counted, { definition: versions.version(version), directory, at });
    });
    const offers = handovers.flatMap((offer: HandoverInstance) => {
      const episode = offer.scope === scope ? pinned.get(offer.episode) : undefined;
      return episode === undefined ? [] : [offerTime(offer, episode, at)];
    });
    return { held, offers, offeredMs: IntervalSet.of(offers.flatMap(({ times }) => times)).size };
  };
  const open = IntervalSet.of(episodes.flatMap((episode) => openTimes(episode, custody, at)));
  const dropped = droppedTimes(assessment, reported, (version) => versions.version(version));
  const droppedMs = dropped.reduce((ms, { from, to }) => ms + to - from, 0);
  const { withoutHolderMs, heldTwiceMs } = accountability(open, custody, at);
  const shared = new Set([...scopes, ...handovers].flatMap(({ scope }) => scope ?? []));
  return {
    ...heldOf(custody),
    dropped,
    openMs: open.size,
    withoutHolderMs: withoutHolderMs + droppedMs,
    heldTwiceMs,
    scopes: [...shared].map((scope) => {
      const spells = scopes.filter((spell) => spell.scope === scope);
      const asked = IntervalSet.of(scopeTimes(assessment, scope));
      return { scope, ...heldOf(spells, scope), ...accountability(asked, spells, at) };
    }),
  };
}

/** In how much of the time in which somebody ought to hold it nobody did, or several did. */
function accountability(open: IntervalSet, held: readonly CustodySpell[], at: number) {
  const spells = held.map(({ from, to = at }) => ({ from, to: Math.max(from, to) }));
  const spellsMs = spells.reduce((ms, { from, to }) => ms + to - from, 0);
  return {
    withoutHolderMs: open.without(spells).size,
    heldTwiceMs: spellsMs - IntervalSet.of(spells).size,
  };
}

/** From each beginning of the scope to its end. */
function scopeTimes(assessment: Assessment, scope: string): readonly HalfOpenInterval[] {
  return heldScopes(assessment)
    .filter(([first]) => first?.scope === scope)
    .flatMap((spells) => {
      const starts = spells.flatMap((spell, index) => (beginsScope(spell) ? [index] : []));
      return starts.map((index, place) => {
        const last = spells[(starts[place + 1] ?? spells.length) - 1];
        const from = spells[index]?.from ?? assessment.at;
        return { from, to: Math.max(from, last?.to ?? assessment.at) };
      });
    });
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

interface HeldUnder extends Pick<ReportedVersions, 'directory'> {
  readonly definition: Definition;
  readonly at: number;
}

function heldSpell(
  spell: CustodySpell,
  counted: readonly TimedFact[],
  { definition, directory, at }: HeldUnder,
): HeldSpell {
  const { holder, from, to = at } = spell;
  const { zone } = rulesOf(definition).ownerOf(holder);
  const acts = counted.filter(
    (timed) =>
      timed.end >= from && timed.start < to && mayBeBy(spell, timed, { definition, directory }),
  );
  return {
    ...{ spell, heldMs: Math.max(0, to - from), ...daysIn(spell, acts, { zone, at }) },
    ...(spell.to === undefined && { lasting: lastingDays(from, acts, zone) }),
  };
}
