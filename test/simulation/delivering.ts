/** The delivery loop of one process, and its index of what is to be delivered: a fold of the log that lags. */
import {
  DeliveryLoop,
  type Clock,
  type DeadLetterRef,
  type DeliveryIndex,
  type MessageRef,
} from '#engine';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  HANDOVER_STREAM,
  MESSAGE_DELIVERED,
  MESSAGE_SENT,
} from '#care-event';
import { wholeLog } from './checks/log.js';
import { textOf } from './checks/text-of.js';
import { HOUR_MS } from './faults.js';
import type { MemoryEventStore } from './memory-store.js';
import type { Observer } from './observer.js';
import type { Around, Planted } from './planted.js';
import type { Receivers } from './receivers.js';

/** Short, so that a run has dead letters. */
const SCHEDULE_MS = [HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS];

/** How far the index is behind the log. */
const LAG_MS = 20_000;

export interface DeliveringParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly around: Around;
  readonly planted: Planted;
  readonly observer: Observer;
  readonly receivers: Receivers;
  /** The whole log, past every fault. */
  readonly log: MemoryEventStore;
  /** True time, ms since the epoch. */
  readonly now: () => number;
}

export function openDelivering(parts: DeliveringParts): DeliveryLoop {
  const { store, clock, around, planted, observer, receivers, log, now } = parts;
  const webhook = receivers.from(around.life);
  return new DeliveryLoop({
    store,
    deliveries: [planted.delivery?.(webhook, around) ?? webhook],
    index: indexOn(() => wholeLog(log).filter(({ recordedAt }) => recordedAt <= now() - LAG_MS)),
    clock,
    schedule: SCHEDULE_MS,
    onDeadLetter: ({ sent }) => observer.deadLetter(sent.message.message),
  });
}

export interface Standing extends MessageRef {
  readonly service: string;
  readonly patient: string;
  readonly position: Position;
  readonly delivered: number;
  readonly failedAt: Position | undefined;
  readonly dead: boolean;
  readonly retryAt: number;
}

/** What the log says of each message, in the order in which they were sent. */
export function standings(log: readonly RecordedEvent[]): readonly Standing[] {
  const known = new Map<string, Standing>();
  for (const { stream, type, data, position } of log) {
    if (!stream.startsWith(HANDOVER_STREAM)) continue;
    const message = textOf(data['message']);
    const before = known.get(message);
    if (type === MESSAGE_SENT && before === undefined) {
      const handoverId = stream.slice(HANDOVER_STREAM.length);
      const [service, patient] = [textOf(data['service']), textOf(data['patient'])];
      const ref = { message, handoverId, service, patient, position };
      known.set(message, { ...ref, delivered: 0, ...UNTRIED });
    } else if (before !== undefined && type === MESSAGE_DELIVERED) {
      known.set(message, { ...before, delivered: before.delivered + 1 });
    } else if (before !== undefined && type === DELIVERY_RETRIED) {
      known.set(message, { ...before, ...UNTRIED });
    } else if (before !== undefined && type === DELIVERY_FAILED) {
      const { retryAt } = data;
      const dead = typeof retryAt !== 'string';
      const at = dead ? Infinity : Date.parse(retryAt);
      known.set(message, { ...before, dead, failedAt: position, retryAt: at });
    }
  }
  return [...known.values()];
}

const UNTRIED = { failedAt: undefined, dead: false, retryAt: -Infinity };

function indexOn(log: () => readonly RecordedEvent[]): DeliveryIndex {
  const waitingNow = (): readonly Standing[] =>
    standings(log()).filter((one) => one.delivered === 0 && !one.dead);
  const waiting = (service: string): readonly Standing[] =>
    waitingNow().filter((one) => one.service === service);
  return {
    receivers: () =>
      Promise.resolve([...new Set(waitingNow().map(({ service }) => service))].sort()),
    due: (service, now, limit, beyond) => {
      const first = new Map<string, Standing>();
      for (const one of waiting(service)) if (!first.has(one.patient)) first.set(one.patient, one);
      const due = [...first.values()].filter((one) => one.retryAt <= now || one.retryAt > beyond);
      return Promise.resolve(due.slice(0, limit).map(({ patient }) => patient));
    },
    waiting: (patient, isFor, limit) => {
      const ofPatient = waitingNow().filter((one) => one.patient === patient && isFor(one.service));
      return Promise.resolve(ofPatient.slice(0, limit));
    },
    deadLetters: (after, limit) => {
      const dead = standings(log()).flatMap((one): DeadLetterRef[] => {
        const isAfter = after === undefined || Number(one.position) > Number(after);
        if (!one.dead || one.failedAt === undefined || !isAfter) return [];
        return [{ ...one, failedAt: one.failedAt }];
      });
      return Promise.resolve(dead.slice(0, limit));
    },
  };
}
