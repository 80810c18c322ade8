/**
 * Appending: always at an exact revision, since only then does the server recognise a repeat,
 * also after a restart. Appends to one stream go one after the other; what is known of it by
 * then tells a repeat from a first append, and since when the next event counts as known.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  AccessDenied,
  EventIdConflict,
  HistoryMissing,
  LimitExceeded,
  LogDamaged,
  OutcomeUnknown,
  Unavailable,
  WrongExpectedRevision,
} from '../errors.js';
import { comparePositions } from '../port.js';
import type { Appended, Position } from '../port.js';
import type { EncodedBatch } from '../validation.js';
import type { Attempt } from './attempt.js';
import { positionFrom, serverFault } from './client.js';
import type { Client, ServerAnswer, ServerRecord } from './client.js';
import type { EventFormat, OutgoingEvent } from './event-format.js';
import type { KnownInstants } from './known-instants.js';
import type { Acknowledged } from './lateness.js';
import type { LogReader } from './log-reader.js';
import type { StreamNames } from './names.js';
import { Permits } from './permits.js';

/** Bytes of appends under way; of a small append this many are counted, so these are 256 at most. */
const UNDER_WAY_BYTES = 16 * 1024 * 1024;
const APPEND_BYTES_MIN = 64 * 1024;

export interface AppenderParts {
  readonly client: Client;
  readonly names: StreamNames;
  readonly format: EventFormat;
  readonly known: KnownInstants;
  readonly reader: LogReader;
  readonly clock: () => number;
  /** Of an event that is copied, by id. Default: as the clock says. */
  readonly copied?: (id: string) => number;
  /** What the server takes in one append, bytes. */
  readonly serverBytes: number;
  /** Has a position that was there before anything is appended here. */
  readonly acknowledged: Acknowledged;
}

interface Sent {
  readonly batch: EncodedBatch;
  readonly first: number;
  readonly last: number;
  readonly knownAt: number;
  /** The last position that was known before it was sent: a new event comes after it. */
  readonly floor: Position | undefined;
}

export class Appender {
  private readonly permits = new Permits(UNDER_WAY_BYTES);
  /** The end of each stream's queue. */
  private readonly turns = new Map<string, Promise<unknown>>();
  /** Streams of which an append may be there or not. */
  private readonly doubtful = new Set<string>();

  constructor(private readonly parts: AppenderParts) {}

  /** Resolves once everything under way is answered or given up. */
  async idle(): Promise<void> {
    while (this.turns.size > 0) await Promise.allSettled(this.turns.values());
  }

  async append(batch: EncodedBatch, attempt: Attempt): Promise<Appended> {
    const { stream } = batch;
    const before = this.turns.get(stream);
    const turn = attempt.within(async () => {
      await before?.catch(() => undefined);
      return this.inTurn(batch, attempt);
    });
    // Whoever is next waits no longer than somebody waits for this one.
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.turns.set(stream, settled);
    try {
      return await turn;
    } catch (error) {
      if (attempt.wasSent && !isRefusal(error)) this.doubtful.add(stream);
      throw error;
    } finally {
      if (this.turns.get(stream) === settled) this.turns.delete(stream);
    }
  }

  private async inTurn(batch: EncodedBatch, attempt: Attempt): Promise<Appended> {
    attempt.check();
    const { copied, format } = this.parts;
    const now = copied === undefined ? await this.knownFrom(batch) : undefined;
    const instants = batch.events.map(({ id }) => now ?? copied!(id));
    const outgoing = batch.events.map((event, n) => format.outgoing(event, instants[n]!));
    const knownAt = instants.at(-1)!;
    const bytes = this.checkBytes(batch, outgoing);
    const cost = Math.min(Math.max(bytes, APPEND_BYTES_MIN), UNDER_WAY_BYTES);
    await this.permits.take(cost);
    try {
      const first = batch.expected === 'none' ? 0 : batch.expected + 1;
      const last = first + batch.events.length - 1;
      attempt.send();
      const floor = this.parts.acknowledged.last;
      return await this.send({ batch, first, last, knownAt, floor }, outgoing, attempt);
    } finally {
      this.permits.giveBack(cost);
    }
  }

  private async send(
    sent: Sent,
    outgoing: readonly OutgoingEvent[],
    attempt: Attempt,
  ): Promise<Appended> {
    const { stream, expected } = sent.batch;
    const { client, names } = this.parts;
    let result: ServerAnswer;
    try {
      const events = outgoing.map(({ event }) => event);
      result = await client.append(names.onServer(stream), expected, events, attempt.leftMs);
    } catch (error) {
      return this.refused(sent, error);
    }
    return this.accepted(sent, result);
  }

  private async accepted(sent: Sent, answer: ServerAnswer): Promise<Appended> {
    const { batch, first, last, knownAt, floor } = sent;
    const { stream } = batch;
    if (Number(answer.nextExpectedRevision) !== last)
      throw new HistoryMissing('a stream goes on at another revision than its last one', stream);
    const position = answer.position && positionFrom(answer.position.commit);
    const isNew =
      position !== undefined && floor !== undefined && comparePositions(position, floor) > 0;
    if (isNew && !this.doubtful.has(stream)) {
      this.parts.acknowledged.raise(position);
      this.parts.known.note(stream, last, knownAt);
      return { firstRevision: first, lastRevision: last, position, repeated: false };
    }
    // The server has compared ids only, or has not said where they stand.
    const repeated = await this.confirm(sent);
    if (typeof repeated === 'object') return { ...repeated, repeated: !isNew };
    if (position === undefined) throw new HistoryMissing('what was appended to a stream', stream);
    throw new OutcomeUnknown(READS_LAG);
  }

  private async refused(sent: Sent, error: unknown): Promise<Appended> {
    const { batch, last } = sent;
    const { stream, expected } = batch;
    const fault = serverFault(error);
    switch (fault.kind) {
      case 'conflict': {
        const { actual } = fault;
        const repeated =
          actual === undefined || actual < last ? 'others' : await this.confirm(sent);
        if (repeated === 'not-yet') throw new OutcomeUnknown(READS_LAG);
        if (typeof repeated === 'object') return repeated;
        this.doubtful.delete(stream);
        throw new WrongExpectedRevision(stream, expected, actual);
      }
      case 'too-large':
        throw new LimitExceeded(
          'The size of the batch on the server in bytes',
          fault.limit,
          batch.bytes,
        );
      case 'access-denied':
        throw new AccessDenied();
      case 'stream-deleted':
        throw new HistoryMissing('a stream was deleted', stream);
      default:
        throw new OutcomeUnknown('reason' in fault ? fault.reason : fault.kind);
    }
  }

  /**
   * Whether these very events stand where they were to be appended; `not-yet` where the server that
   * is read shows less of the stream than it must have by now.
   * @throws EventIdConflict their ids do, with other content
   */
  private async confirm({ batch, first, last }: Sent): Promise<Appended | 'others' | 'not-yet'> {
    const { stream, events } = batch;
    let stored: ServerRecord[];
    try {
      stored = await this.parts.reader.stored(stream, first, events.length);
    } catch (error) {
      if (error instanceof Unavailable) throw new OutcomeUnknown(error.reason);
      throw error;
    }
    const isThere = stored.every(
      ({ id, revision }, n) => Number(revision) === first + n && id.toLowerCase() === events[n]!.id,
    );
    if (!isThere) return 'others';
    if (stored.length < events.length) return 'not-yet';
    this.doubtful.delete(stream);
    for (const [n, record] of stored.entries()) this.requireSame(batch, n, record);
    const end = stored.at(-1)!;
    const position = positionFrom(end.position.commit);
    this.parts.acknowledged.raise(position);
    const { event } = this.parts.format.event(end, stream);
    this.parts.known.note(stream, last, event.knownAt);
    return { firstRevision: first, lastRevision: last, position, repeated: true };
  }

  /** Other bytes need not be other content: a codec that encrypts never writes the same bytes twice. */
  private requireSame({ stream, events }: EncodedBatch, n: number, record: ServerRecord): void {
    const { format } = this.parts;
    const event = events[n]!;
    const { event: read } = format.event(record, stream);
    if (read.damage !== undefined) throw new LogDamaged(read);
    const stored = format.content(record, stream);
    if (!isDeepStrictEqual(stored, format.contentOf(event, stream)))
      throw new EventIdConflict(stream, event.id, 'other-content');
  }

  /** Not before the event that it comes after. @throws WrongExpectedRevision there is none */
  private async knownFrom({ stream, expected }: EncodedBatch): Promise<number> {
    const { clock, known, reader } = this.parts;
    const now = clock();
    if (expected === 'none') return now;
    const remembered = known.atOrAfter(stream, expected);
    if (remembered !== undefined) return Math.max(now, remembered);
    const page = await reader.readStream(stream, { from: expected, limit: 1 });
    const [before] = page.events;
    if (before !== undefined) return Math.max(now, before.knownAt);
    const last = await reader.readStream(stream, { direction: 'backwards', limit: 1 });
    throw new WrongExpectedRevision(stream, expected, last.events[0]?.revision);
  }

  /** @throws LimitExceeded */
  private checkBytes({ events }: EncodedBatch, outgoing: readonly OutgoingEvent[]): number {
    const { serverBytes } = this.parts;
    let sum = 0;
    for (const [n, { bytes }] of outgoing.entries()) {
      if (bytes > serverBytes) {
        const what = `The size of event ${events[n]!.id} on the server in bytes`;
        throw new LimitExceeded(what, serverBytes, bytes);
      }
      sum += bytes;
    }
    if (sum > serverBytes)
      throw new LimitExceeded('The size of the batch on the server in bytes', serverBytes, sum);
    return sum;
  }
}

/** A follower is read, and is behind. */
const READS_LAG = 'the server that is read is behind the one that answered';

/** After these it is certain that nothing of the batch was written. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof WrongExpectedRevision ||
    error instanceof EventIdConflict ||
    error instanceof LimitExceeded ||
    error instanceof AccessDenied
  );
}
