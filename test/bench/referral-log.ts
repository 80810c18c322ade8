/**
 * A made-up log of the shape that a hospital's administration has: many cases of few events, a
 * few orders of them that most take, and a tail of rare ones. The same in every run.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PATHWAY_PUBLISHED, storedFact, type CareEvent } from '#care-event';
import { patientStream } from '#engine';
import { timeOrderedId, type EventStore } from '#event-store';

const DAY_MS = 86_400_000;
export const LOG_FROM_MS = Date.UTC(2023, 0, 1);
/** Nothing happens from then on. */
export const LOG_UNTIL_MS = Date.UTC(2026, 0, 1);

/** Of a hundred cases, how many take which order; the rest take one of their own. */
const ORDERS: readonly { readonly share: number; readonly types: readonly string[] }[] = [
  {
    share: 38,
    types: [
      ...['Referral Received', 'Referral Assessed', 'Referral Accepted', 'Appointment Booked'],
      ...['Treatment Given', 'Case Closed'],
    ],
  },
  {
    share: 20,
    types: [
      ...['Referral Received', 'Referral Accepted', 'Appointment Booked', 'Treatment Given'],
      'Case Closed',
    ],
  },
  { share: 15, types: ['Referral Received'] },
  { share: 8, types: ['Referral Received', 'Referral Cancelled'] },
  { share: 5, types: ['Referral Received', 'Referral Assessed'] },
  { share: 4, types: ['Referral Received', 'Referral Assessed', 'Referral Rejected'] },
];
const RARE_BEGINS = ['Referral Received', 'Referral Assessed', 'Referral Accepted'];
const RARE = [
  ...['Referral Amended', 'Appointment Booked', 'Appointment Moved', 'Patient Absent'],
  ...['Information Requested', 'Information Received', 'Priority Changed', 'Examination Done'],
  ...['Letter Sent', 'Case Reopened', 'Records Merged', 'Treatment Given'],
];
const PUBLISHERS = ['admissions', 'outpatients', 'ward'];
const MUNICIPALITIES = ['0301', '1103', '3101', '3201', '4204', '4601', '5001', '5501'];

export interface ReferralCase {
  readonly patient: string;
  readonly events: readonly CareEvent[];
}

export interface ReferralLog {
  readonly cases: number;
  readonly events: number;
}

/** As the log that the figures are measured on. */
export const REFERRAL_LOG: ReferralLog = { cases: 100_000, events: 451_000 };

/** @throws RangeError so many events do not fit so many cases */
export function* referralCases({ cases, events }: ReferralLog): Generator<ReferralCase, void> {
  const random = randomFrom(23);
  const orders = Array.from({ length: cases }, () => usualOrder(random) ?? rareOrder(random));
  fillUp(orders, events, random);
  for (const [n, types] of orders.entries()) yield caseOf(n, types, random);
}

/** Publishes the definition and appends every case in one piece, as an import does. @returns events */
export async function appendReferralLog(store: EventStore, size: ReferralLog): Promise<number> {
  const yaml = await readFile('test/bench/referrals.yaml', 'utf8');
  const hash = createHash('sha256').update(yaml).digest('hex');
  await store.append('definition-referrals', 'none', [
    {
      id: timeOrderedId(LOG_FROM_MS, 'referrals'),
      type: PATHWAY_PUBLISHED,
      data: { id: 'referrals', version: 1, hash, yaml, author: 'bench', reason: 'bench' },
      metadata: {},
    },
  ]);
  let appended = 0;
  let under: Promise<unknown>[] = [];
  for (const { patient, events } of referralCases(size)) {
    const batch = events.map((event) => ({
      id: timeOrderedId(Date.parse(event.occurredAt), event.id),
      ...storedFact(event),
    }));
    appended += batch.length;
    under.push(store.append(patientStream(patient), 'none', batch));
    if (under.length < 1_000) continue;
    await Promise.all(under);
    under = [];
  }
  await Promise.all(under);
  return appended;
}

type Random = () => number;

/** Mulberry32: small, quick and the same everywhere. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function oneOf(list: readonly string[], random: Random): string {
  return list[Math.floor(random() * list.length)]!;
}

function usualOrder(random: Random): readonly string[] | undefined {
  let left = random() * 100;
  return ORDERS.find(({ share }) => (left -= share) < 0)?.types;
}

function rareOrder(random: Random): string[] {
  const steps = Array.from({ length: 1 + Math.floor(random() * 5) }, () => oneOf(RARE, random));
  return [...RARE_BEGINS, ...steps, ...(random() < 0.6 ? ['Case Closed'] : [])];
}

/** Makes rare orders longer, or shorter, until all orders together have so many events. */
function fillUp(orders: (readonly string[])[], events: number, random: Random): void {
  const usual = new Set(ORDERS.map(({ types }) => types));
  const rare = [...orders.keys()].filter((n) => !usual.has(orders[n]!));
  let missing = events - orders.reduce((sum, { length }) => sum + length, 0);
  for (let turn = 0; missing !== 0; turn += 1) {
    const n = rare[turn % rare.length];
    if (n === undefined || turn > events)
      throw new RangeError(`Not ${events} events in so many cases.`);
    const [begins, rest] = [RARE_BEGINS, orders[n]!.slice(RARE_BEGINS.length)];
    if (missing < 0 && rest.length === 0) continue;
    orders[n] = [...begins, ...(missing > 0 ? [oneOf(RARE, random), ...rest] : rest.slice(1))];
    missing -= Math.sign(missing);
  }
}

function caseOf(n: number, types: readonly string[], random: Random): ReferralCase {
  const gaps = types.map(() => Math.round((-Math.log(1 - random()) * 12 * DAY_MS) / 1_000) * 1_000);
  const takes = gaps.reduce((sum, gap) => sum + gap, 0);
  const latest = Math.max(LOG_FROM_MS, LOG_UNTIL_MS - takes - DAY_MS);
  let at = LOG_FROM_MS + Math.floor((random() * (latest - LOG_FROM_MS)) / 1_000) * 1_000;
  const municipality = oneOf(MUNICIPALITIES, random);
  const urgency = Math.floor(random() * 3);
  const events = types.map((type, k): CareEvent => {
    if (k > 0) at += gaps[k]!;
    return {
      id: `${n}-${k}`,
      source: 'urn:stafett:bench:referrals',
      type,
      version: 1,
      occurredAt: new Date(at).toISOString(),
      pathway: 'referrals',
      sequence: String(k),
      actor: { role: 'clerk', organisation: `urn:org:${oneOf(PUBLISHERS, random)}` },
      municipality,
      data: k === 0 ? { urgency, diagnosis: `M${10 + (n % 60)}`, cost: n % 977 } : { row: k },
    };
  });
  const patient = createHash('sha256').update(`case ${n}`).digest('hex').slice(0, 26);
  return { patient: `p${patient}`, events };
}
