/**
 * A patient's custody as it is held in memory. While nothing happens only time goes on: what
 * lasts grows evenly, and its days by the midnights. So a report and the one of a millisecond later
 * say what any instant before the next wake-up has.
 */
import {
  type Assessment,
  custodyReport,
  type CustodyReport,
  type Dropped,
  type HeldSpell,
  type OfferTime,
} from '#pathway';
import { factKey, type TimedFact } from '#care-event';
import type { JourneyFact } from '../models/stored-journey.js';
import type { Derivation } from '../loaded/each-derived.js';
import type { AssessedPatient } from '../standing/each-assessed.js';
import type { EventEvidence } from './evidence.js';
import type { Question } from './question.js';

/** The event by which it came, as it was published. */
interface Behind {
  readonly by: EventEvidence;
}
export type SpellBehind = HeldSpell & Behind;
export type OfferBehind = OfferTime & Behind & { readonly silentGrowth: number };

/** Of the pathway's own responsibility, or of a scope. */
export interface CustodyPart {
  readonly scope?: string;
  readonly held: readonly SpellBehind[];
  readonly offers: readonly OfferBehind[];
  readonly dropped: readonly Dropped[];
  readonly offeredMs: number;
  readonly withoutHolderMs: number;
  readonly heldTwiceMs: number;
}

/** Where something lasts: by how much it grows in a millisecond. */
export interface Growth {
  readonly offeredMs: number;
  readonly withoutHolderMs: number;
  readonly heldTwiceMs: number;
}

export type LastingPart = CustodyPart & { readonly growth?: Growth };

export interface HeldCustody {
  readonly key: string | undefined;
  /** Of what lasts, by when it is counted, ms since the epoch. */
  readonly at: number;
  /** The pathway's own first. */
  readonly parts: readonly LastingPart[];
}

export function custodyOn(question: Question): Derivation<readonly HeldCustody[]> {
  return {
    name: 'custody',
    of: (patient) =>
      patient.assessments.flatMap((assessment) =>
        assessment.state === 'not-entered' ? [] : [heldCustody(patient, assessment, question)],
      ),
    isSame: (earlier, later) =>
      !isGrowing(earlier) &&
      !isGrowing(later) &&
      JSON.stringify(earlier.map(({ parts }) => parts)) ===
        JSON.stringify(later.map(({ parts }) => parts)),
    bytesOf: (all) => all.reduce((sum, { parts }) => sum + parts.reduce(addBytes, 100), 0),
  };
}

const PART_BYTES = 150;
const SPELL_BYTES = 400;
const OFFER_BYTES = 900;

function addBytes(sum: number, { held, offers, dropped }: LastingPart): number {
  const spells = held.length + dropped.length;
  return sum + PART_BYTES + spells * SPELL_BYTES + offers.length * OFFER_BYTES;
}

function isGrowing(held: readonly HeldCustody[]): boolean {
  return held.some(({ parts }) => parts.some(({ growth }) => growth !== undefined));
}

function heldCustody(
  patient: AssessedPatient,
  assessment: Assessment,
  { versions }: Question,
): HeldCustody {
  const { key, at: now } = assessment;
  const journey = patient.journey();
  const counted = journey.counted(now, key);
  const reported = journey.reported(now, key);
  const reportBy = (at: number): CustodyReport =>
    custodyReport({ ...assessment, at }, counted, versions, reported);
  const at = now + 1;
  const [before, after] = [reportBy(now), reportBy(at)];
  const behind = behindIn(counted);
  const parts = [after, ...after.scopes.map((scope) => ({ ...scope, dropped: [] }))];
  const earlier = [before, ...before.scopes];
  return { key, at, parts: parts.map((part, n) => lastingPart(part, earlier[n]!, behind)) };
}

type Reported = Omit<CustodyPart, 'held' | 'offers'> & Pick<CustodyReport, 'held' | 'offers'>;

function lastingPart(
  { scope, held, offers, dropped, offeredMs, withoutHolderMs, heldTwiceMs }: Reported,
  earlier: Growth & Pick<CustodyReport, 'offers'>,
  behind: (key: string) => EventEvidence,
): LastingPart {
  const lasts =
    held.some(({ spell }) => spell.to === undefined) ||
    offers.some(({ end }) => end === 'open') ||
    dropped.some((each) => each.lasts);
  return {
    ...(scope !== undefined && { scope }),
    held: held.map((each) => ({ ...each, by: behind(each.spell.fact) })),
    offers: offers.map((each, n) => ({
      ...{ ...each, by: behind(each.offer.offeredBy) },
      silentGrowth: each.silentMs - (earlier.offers[n]?.silentMs ?? 0),
    })),
    ...{ dropped, offeredMs, withoutHolderMs, heldTwiceMs },
    ...(lasts && {
      growth: {
        offeredMs: offeredMs - earlier.offeredMs,
        withoutHolderMs: withoutHolderMs - earlier.withoutHolderMs,
        heldTwiceMs: heldTwiceMs - earlier.heldTwiceMs,
      },
    }),
  };
}

/** Something that came about by time alone goes back to the first event. */
function behindIn(counted: readonly TimedFact[]): (key: string) => EventEvidence {
  return (key) => {
    const { fact } = counted.find((each) => factKey(each.fact) === key) ?? counted[0]!;
    // It was read from the journeys.
    const { type, occurredAt, position } = fact as JourneyFact;
    return { type, occurredAt, position };
  };
}
