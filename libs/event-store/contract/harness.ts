/** What the contract suite's topics share: opening a log, making events, listening. */
import { randomUUID } from 'node:crypto';
import type {
  AppendLimits,
  EventStore,
  ExpectedRevision,
  LogEvent,
  NewEvent,
  PayloadCodec,
  RecordedEvent,
  SubscribeOptions,
  SubscriptionMessage,
  Upcasters,
} from '../port.js';
import { readWholeLog, requireReadable } from '../reading.js';

export interface ContractOptions {
  readonly limits?: Partial<AppendLimits>;
  readonly clock?: () => number;
  readonly codec?: PayloadCodec;
  readonly upcasters?: Upcasters;
}

/** In what adapters may differ, and the suite with them. */
export interface StoreTraits {
  /** Looks for ids in the whole stream. */
  readonly recognisesIds: boolean;
  /** Tells a repeat from a first append. */
  readonly tellsRepeats: boolean;
  /** Stamps `recordedAt` by the clock that it was opened with, not by that of a server. Default true. */
  readonly ownTime?: boolean;
}

/** A store on a log of its own. */
export interface OpenedStore {
  readonly store: EventStore;
  /**
   * Closes `store` and opens the same log again, with the same options. Left out where
   * a log does not outlive its store.
   */
  reopen?(): Promise<EventStore>;
  /** Closes what is open and removes the log. */
  dispose(): Promise<void>;
}

/** Opens a store on a new, empty log. */
export type OpenStore = (options?: ContractOptions) => Promise<OpenedStore>;

/** Runs a test on a log of its own. */
export function onNewLog(
  open: OpenStore,
  test: (store: EventStore, opened: OpenedStore) => Promise<void>,
  options?: ContractOptions,
): () => Promise<void> {
  return async () => {
    const opened = await open(options);
    try {
      await test(opened.store, opened);
    } finally {
      await opened.dispose();
    }
  };
}

/** A new event; `n` makes it recognisable. */
export function event(n: number, rest: Partial<NewEvent> = {}): NewEvent {
  return {
    id: randomUUID(),
    type: 'ThingHappened.v1',
    data: { n },
    metadata: { source: 'urn:test' },
    ...rest,
  };
}

export function events(count: number, firstN = 0): NewEvent[] {
  return Array.from({ length: count }, (_, index) => event(firstN + index));
}

/** Everything in the log, in order. */
export async function wholeLog(store: EventStore): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const page of readWholeLog(store)) all.push(...requireReadable(page));
  return all;
}

/** The recognisable part of what was read. */
export function numbers(recorded: readonly LogEvent[]): unknown[] {
  return requireReadable(recorded).map(({ data }) => data['n']);
}

/** Where streams stand, for a test that is their only writer and does not wait for answers. */
export class StreamEnds {
  private readonly lengths = new Map<string, number>();

  /** What to expect before the next `count` events of the stream. */
  next(stream: string, count: number): ExpectedRevision {
    const length = this.lengths.get(stream) ?? 0;
    this.lengths.set(stream, length + count);
    return length === 0 ? 'none' : length - 1;
  }
}

/** 0 … count-1 from `first` on. */
export function range(count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** How long a subscription may stay silent where a test expects it to speak. */
const SILENCE_MS = 10_000;

/** Reads a subscription on demand, so that a test decides how fast its reader is. */
export class Listener {
  readonly events: RecordedEvent[] = [];
  readonly kinds: SubscriptionMessage['kind'][] = [];
  private readonly iterator: AsyncIterator<SubscriptionMessage>;

  constructor(store: EventStore, options?: SubscribeOptions) {
    this.iterator = store.subscribe(options)[Symbol.asyncIterator]();
  }

  /** The next message; undefined at the end of the iteration. */
  async next(): Promise<SubscriptionMessage | undefined> {
    const result = await this.iterator.next();
    if (result.done === true) return undefined;
    this.kinds.push(result.value.kind);
    if (result.value.kind === 'events') this.events.push(...requireReadable(result.value.events));
    return result.value;
  }

  /** Reads on until a message of this kind, and answers it. */
  async until<Kind extends SubscriptionMessage['kind']>(
    kind: Kind,
  ): Promise<SubscriptionMessage & { kind: Kind }> {
    for (;;) {
      const message = await spoken(this.next(), `'${kind}'`);
      if (message === undefined) throw new Error(`The subscription ended before '${kind}'.`);
      if (message.kind === kind) return message as SubscriptionMessage & { kind: Kind };
    }
  }

  /** Reads on until this many events have come in all. */
  async untilEvents(count: number): Promise<void> {
    while (this.events.length < count) await this.until('events');
  }

  /** Reads to the end of the iteration. */
  async untilEnd(): Promise<void> {
    while ((await spoken(this.next(), 'the end')) !== undefined);
  }

  async stop(): Promise<void> {
    await this.iterator.return?.();
  }
}

async function spoken<T>(next: Promise<T>, expected: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The subscription said nothing for ${SILENCE_MS} ms; ${expected} is due.`));
    }, SILENCE_MS);
  });
  try {
    return await Promise.race([next, silence]);
  } finally {
    clearTimeout(timer);
  }
}
