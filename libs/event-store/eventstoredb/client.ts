/**
 * The client of EventStoreDB as this adapter uses it: all that would differ with
 * `@kurrent/kurrentdb-client`, which speaks the same protocol to KurrentDB, is in this file and in
 * `hardening.ts`.
 */
import { setTimeout as pauseFor } from 'node:timers/promises';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  NO_STREAM,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import type {
  AllStreamResolvedEvent,
  AllStreamSubscription,
  AppendResult,
  EventData,
  StreamingRead,
} from '@eventstore/db-client';
import type { Position } from '../port.js';
import { harden, hardenAppends } from './hardening.js';
import type { AppendWay } from './hardening.js';

export type { AppendWay };

/** An event as the server recorded it. */
export type ServerRecord = NonNullable<AllStreamResolvedEvent['event']>;
export type ServerEvent = EventData;
export type ServerAnswer = AppendResult;
export type ServerSubscription = AllStreamSubscription;
export type ServerRead = StreamingRead<{ readonly event?: ServerRecord }>;

export interface ReadFrom<Start> {
  readonly backwards: boolean;
  /** Default: the beginning, or, backwards, the end. */
  readonly from?: Start | undefined;
  readonly count: number;
}

/** Events that pass by between two checkpoints of a subscription that lets none of them through. */
const CHECKPOINT_EVERY = { maxSearchWindow: 256, checkpointInterval: 1 } as const;

/** How long calls under way may take to end, ms. */
const DISPOSE_MS = 1_000;

export class Client {
  private constructor(
    private readonly inner: EventStoreDBClient,
    private readonly closeChannel: () => void,
  ) {}

  /** @param way for a client that only appends; left out for one that only reads */
  static connect(connectionString: string, way?: AppendWay): Client {
    const inner = EventStoreDBClient.connectionString(connectionString);
    const closeChannel = harden(inner);
    if (way !== undefined) hardenAppends(inner, way);
    return new Client(inner, closeChannel);
  }

  /** @throws what `serverFault` tells the meaning of */
  append(
    stream: string,
    expected: 'none' | number,
    events: readonly ServerEvent[],
    deadlineMs: number,
  ): Promise<ServerAnswer> {
    return this.inner.appendToStream(stream, [...events], {
      expectedRevision: expected === 'none' ? NO_STREAM : BigInt(expected),
      deadline: deadlineMs,
    });
  }

  /** A stream; the revision is included. */
  readStream(stream: string, { backwards, from, count }: ReadFrom<number>): ServerRead {
    return this.inner.readStream(stream, {
      direction: backwards ? BACKWARDS : FORWARDS,
      fromRevision: from === undefined ? startOf(backwards) : BigInt(from),
      maxCount: count,
    }) as unknown as ServerRead;
  }

  /** Everything on the server; forwards the position is included, backwards it is left out. */
  readAll({ backwards, from, count }: ReadFrom<Position>): ServerRead {
    return this.inner.readAll({
      direction: backwards ? BACKWARDS : FORWARDS,
      fromPosition: from === undefined ? startOf(backwards) : serverPosition(from),
      maxCount: count,
    });
  }

  /**
   * What comes after a position in streams whose names begin so.
   * @param onCheckpoint must not throw, or nothing is delivered any more
   */
  follow(
    prefix: string,
    after: Position,
    onCheckpoint: (position: Position) => void,
  ): ServerSubscription {
    return this.inner.subscribeToAll({
      fromPosition: serverPosition(after),
      filter: streamNameFilter({
        prefixes: [prefix],
        ...CHECKPOINT_EVERY,
        checkpointReached: (_subscription, { commit }) => onCheckpoint(positionFrom(commit)),
      }),
    });
  }

  /** Which the client asks for anyhow, and keeps to itself; undefined from a server that does not say. */
  async serverVersion(): Promise<string | undefined> {
    const { capabilities } = this.inner as unknown as {
      readonly capabilities?: Promise<{ readonly serverVersion?: string }>;
    };
    return (await capabilities)?.serverVersion || undefined;
  }

  /** Ends calls under way. Idempotent. */
  async close(): Promise<void> {
    const disposed = this.inner.dispose();
    await Promise.race([disposed, pauseFor(DISPOSE_MS, undefined, { ref: false })]);
    this.closeChannel();
  }
}

function startOf(backwards: boolean): typeof START | typeof END {
  return backwards ? END : START;
}

function serverPosition(position: Position): { commit: bigint; prepare: bigint } {
  // They differ only in transactions over several appends, which this protocol does not have.
  const commit = BigInt(position);
  return { commit, prepare: commit };
}

export function positionFrom(commit: bigint): Position {
  return String(commit) as Position;
}

/** What the server or the way there said no to, as far as anything follows from it. */
export type ServerFault =
  | { readonly kind: 'conflict'; readonly actual: number | undefined }
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'access-denied' | 'stream-deleted' | 'stream-not-found' | 'no-position' }
  /** Anything else: of an append, nobody knows what became of it. */
  | { readonly kind: 'unknown'; readonly reason: string };

const INVALID_ARGUMENT = 3;

interface ClientError {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly actualVersion?: unknown;
  readonly maxAppendSize?: unknown;
}

export function serverFault(error: unknown): ServerFault {
  const { type, code, message, actualVersion, maxAppendSize } = (error ?? {}) as ClientError;
  switch (type) {
    case 'wrong-expected-version':
      return {
        kind: 'conflict',
        actual: typeof actualVersion === 'bigint' ? Number(actualVersion) : undefined,
      };
    case 'maximum-append-size-exceeded':
      return { kind: 'too-large', limit: Number(maxAppendSize) };
    case 'access-denied':
    case 'stream-deleted':
    case 'stream-not-found':
      return { kind: type };
    default:
  }
  const text = typeof message === 'string' ? message : '';
  if (code === INVALID_ARGUMENT || text.includes('InvalidPosition')) return { kind: 'no-position' };
  return { kind: 'unknown', reason: text || (typeof type === 'string' ? type : 'no answer') };
}
