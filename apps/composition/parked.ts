/**
 * What is parked, told for people and programs: the list, the whole record of one patient,
 * and what became of letting it go. Plain data, ready for JSON; instants are RFC 3339.
 */
import type { EventStore, JsonObject, RecordedEvent } from '#event-store';
import {
  ParkedSequences,
  type ParkedSequence,
  type ParkedReleased,
  type StafettEngine,
} from '#engine';
import type { Processor } from '#care-event';

export class ParkedRefused extends Error {
  override readonly name = 'ParkedRefused';
  constructor(
    readonly code: 'not-parked' | 'never-parked' | 'invalid',
    message: string,
  ) {
    super(message);
  }
}

/** The parking lot of a log that is only read. */
export async function readParkingLot(store: EventStore): Promise<ParkedSequences> {
  const lot = new ParkedSequences({ store });
  await lot.load();
  return lot;
}

export interface ParkedListQuery {
  readonly processor?: Processor;
  /** Default: all of them. The totals count every one. */
  readonly limit?: number;
}

export type ParkedList = ReturnType<typeof parkedList>;

/** The longest parked first, then by patient. */
export function parkedList(lot: ParkedSequences, { processor, limit }: ParkedListQuery = {}) {
  const all = lot.open().filter((each) => processor === undefined || each.processor === processor);
  const byProcessor = Object.fromEntries(
    [...Map.groupBy(all, (each) => each.processor)].map(([name, own]) => [name, own.length]).sort(),
  ) as Readonly<Partial<Record<Processor, number>>>;
  return { total: all.length, byProcessor, sequences: all.slice(0, limit).map(told) };
}

export type ParkedAnswer = Awaited<ReturnType<typeof parkedOf>>;

/**
 * All that was ever parked of a patient, with the events that could not be worked on; what
 * these say only where it is asked for.
 *
 * @throws ParkedRefused nothing ever was
 */
export async function parkedOf(
  { store, lot }: { readonly store: EventStore; readonly lot: ParkedSequences },
  patient: string,
  { withData = false }: { readonly withData?: boolean } = {},
) {
  const holdings = lot.ofPatient(patient);
  if (holdings.length === 0) {
    throw new ParkedRefused('never-parked', `Nothing of patient ${patient} was ever parked.`);
  }
  const open = holdings.filter(({ release }) => release === undefined);
  const record = [];
  for (const holding of holdings) {
    const event = await eventAt(store, holding);
    record.push({ ...told(holding), event: shown(event, withData), release: toldRelease(holding) });
  }
  return {
    patient,
    parkedFor: [...new Set(open.map(({ processor }) => processor))].sort(),
    record,
  };
}

export type ParkedReleaseAnswer = Exclude<ParkedReleased, { status: 'refused' }>;

/** @throws ParkedRefused */
export async function releaseParked(
  engine: Pick<StafettEngine, 'retryParked' | 'discardParked'>,
  { kind, processor, patient, author, reason }: ReleaseRequest,
): Promise<ParkedReleaseAnswer> {
  const released = await (kind === 'retry'
    ? engine.retryParked(processor, patient, { author, reason })
    : engine.discardParked(processor, patient, { author, reason }));
  if (released.status === 'refused') throw new ParkedRefused(released.code, released.message);
  return released;
}

export interface ReleaseRequest {
  readonly kind: 'retry' | 'discard';
  readonly processor: Processor;
  readonly patient: string;
  readonly author: string;
  readonly reason: string;
}

function told({ processor, patient, position, code, message, attempt, since }: ParkedSequence) {
  const parkedAt = new Date(since).toISOString();
  return { processor, patient, position, code, message, attempt, parkedAt };
}

function toldRelease({ release }: ParkedSequence) {
  if (release === undefined) return null;
  const { kind, position, at, author, reason } = release;
  return { kind, position, at: new Date(at).toISOString(), author, reason };
}

/** Undefined where the log was put back to before it. */
async function eventAt(
  store: EventStore,
  { position }: ParkedSequence,
): Promise<RecordedEvent | undefined> {
  const [before] = await store.readLog({ direction: 'backwards', from: position, limit: 1 });
  const from = before === undefined ? {} : { from: before.position };
  const [found] = await store.readLog({ limit: 1, ...from });
  return found?.position === position ? found : undefined;
}

interface ShownEvent {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly data?: JsonObject;
  readonly metadata?: JsonObject;
}

function shown(event: RecordedEvent | undefined, withData: boolean): ShownEvent | null {
  if (event === undefined) return null;
  const { stream, revision, type, recordedAt, data, metadata } = event;
  return {
    ...{ stream, revision, type, recordedAt: new Date(recordedAt).toISOString() },
    ...(withData ? { data, metadata } : {}),
  };
}
