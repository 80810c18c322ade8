/**
 * Questions about what is parked: the list, and the whole record of one patient. The answers
 * are plain data, ready for JSON; instants are RFC 3339.
 */
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Processor } from '#care-event';
import { readEventAt, type EventStore, type JsonObject, type LogEvent } from '#event-store';
import { EVENT_STORE } from '../shared/tokens.js';
import type { ParkedSequence } from './parked-sequence.js';
import { ParkedSequences } from './parked-sequences.js';

/** What was asked of a parked sequence cannot be done. */
export class ParkedRefused extends Error {
  override readonly name = 'ParkedRefused';
  constructor(
    readonly code: 'not-parked' | 'never-parked' | 'invalid',
    message: string,
  ) {
    super(message);
  }
}

/** The longest parked first, then by patient. */
export interface ParkedList {
  readonly total: number;
  readonly byProcessor: Readonly<Partial<Record<Processor, number>>>;
  readonly sequences: readonly ParkedSequenceDto[];
}

export interface ParkedSequenceDto {
  readonly processor: Processor;
  /** Pseudonym. */
  readonly patient: string;
  readonly position: string;
  readonly code: string;
  readonly message: string;
  readonly attempt: number;
  readonly parkedAt: string;
}

/** All that was ever parked of one patient. */
export interface ParkedRecord {
  readonly patient: string;
  /** For which processors something is parked now. */
  readonly parkedFor: readonly Processor[];
  readonly record: readonly (ParkedSequenceDto & {
    /** The event that could not be handled; null where the log was put back to before it. */
    readonly event: ParkedEventDto | null;
    readonly release: ReleaseDto | null;
  })[];
}

interface ParkedEventDto {
  readonly stream: string;
  readonly revision: number;
  /** Null where the event is damaged. */
  readonly type: string | null;
  readonly recordedAt: string;
  /** What of the event cannot be read. */
  readonly damage?: string;
  readonly data?: JsonObject;
  readonly metadata?: JsonObject;
}

interface ReleaseDto {
  readonly kind: 'retried' | 'discarded';
  readonly position: string;
  readonly at: string;
  readonly author: string;
  readonly reason: string;
}

export class ListParked extends Query<ParkedList> {
  /** @param filter.limit default: all of them; the totals count every one */
  constructor(readonly filter: { readonly processor?: Processor; readonly limit?: number } = {}) {
    super();
  }
}

@QueryHandler(ListParked)
export class ListParkedHandler implements IQueryHandler<ListParked> {
  constructor(private readonly sequences: ParkedSequences) {}

  execute({ filter: { processor, limit } }: ListParked): Promise<ParkedList> {
    const all = this.sequences
      .open()
      .filter((each) => processor === undefined || each.processor === processor);
    const byProcessor = Object.fromEntries(
      [...Map.groupBy(all, (each) => each.processor)]
        .map(([name, own]) => [name, own.length])
        .sort(),
    ) as ParkedList['byProcessor'];
    const sequences = all.slice(0, limit).map(sequenceDto);
    return Promise.resolve({ total: all.length, byProcessor, sequences });
  }
}

export class ShowParked extends Query<ParkedRecord> {
  constructor(
    /** Pseudonym. */
    readonly patient: string,
    /** Whether what the events say is wanted, which is about the patient's health. */
    readonly options: { readonly withData?: boolean } = {},
  ) {
    super();
  }
}

@QueryHandler(ShowParked)
export class ShowParkedHandler implements IQueryHandler<ShowParked> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly sequences: ParkedSequences,
  ) {}

  /** @throws ParkedRefused nothing of the patient was ever parked */
  async execute({ patient, options: { withData = false } }: ShowParked): Promise<ParkedRecord> {
    const all = this.sequences.ofPatient(patient);
    if (all.length === 0) {
      throw new ParkedRefused('never-parked', `Patient ${patient} has never had anything parked.`);
    }
    const open = all.filter(({ release }) => release === undefined);
    const record = [];
    for (const sequence of all) {
      const event = eventDto(await readEventAt(this.store, sequence.position), withData);
      record.push({ ...sequenceDto(sequence), event, release: releaseDto(sequence) });
    }
    const parkedFor = [...new Set(open.map(({ processor }) => processor))].sort();
    return { patient, parkedFor, record };
  }
}

function sequenceDto(sequence: ParkedSequence): ParkedSequenceDto {
  const { processor, patient, position, code, message, attempt, since } = sequence;
  const parkedAt = new Date(since).toISOString();
  return { processor, patient, position, code, message, attempt, parkedAt };
}

function releaseDto({ release }: ParkedSequence): ReleaseDto | null {
  if (release === undefined) return null;
  const { kind, position, at, author, reason } = release;
  return { kind, position, at: new Date(at).toISOString(), author, reason };
}

function eventDto(event: LogEvent | undefined, withData: boolean): ParkedEventDto | null {
  if (event === undefined) return null;
  const { stream, revision, damage } = event;
  const recordedAt = new Date(event.knownAt).toISOString();
  if (damage !== undefined) return { stream, revision, type: null, recordedAt, damage };
  const { type, data, metadata } = event;
  return {
    ...{ stream, revision, type, recordedAt },
    ...(withData ? { data, metadata } : {}),
  };
}
