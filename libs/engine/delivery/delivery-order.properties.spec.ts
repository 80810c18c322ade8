/**
 * One patient's messages reach one receiver in the order of the log, whatever happens: outages,
 * refusals, answers that are lost, restarts, deaths between a push and its record, an index that
 * lags. Nothing is lost, and only what was refused is set aside.
 */
import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { EventStore } from '#event-store';
import type { HandoverMessage } from '#care-event';
import { DeliveryLoop } from './delivery-loop.js';
import {
  BUSY,
  DELIVERED,
  DOWN,
  openHandoverLog,
  REFUSED,
  ScriptedDelivery,
  type HandoverLog,
} from './delivery.spec.support.js';
import { readMessageStatus } from './message-status.js';
import type { DeliveryOutcome, OutboxMessage } from '../delivery-port/delivery-port.js';

const SCHEDULE = [1_000, 10_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000];
/** Fewer than there are pauses: each may leave one failure that is held against a message. */
const OUTAGES_MAX = 6;

type Step =
  | { readonly do: 'send'; readonly patient: number; readonly refused: boolean }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'weather'; readonly is: 'up' | 'down' | 'busy' | 'deaf' }
  | { readonly do: 'poll' | 'catch-up' | 'restart' | 'die' };

const STEP: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      patient: fc.nat(2),
      refused: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.integer({ min: 1, max: 90_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('weather' as const),
      is: fc.constantFrom('up' as const, 'down' as const, 'busy' as const, 'deaf' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'poll' as const,
        'poll' as const,
        'catch-up' as const,
        'restart' as const,
        'die' as const,
      ),
    }),
  },
);

/** The first message waits for its next attempt while a later one was never tried: chance seldom finds it. */
const LATER_IS_READY_FIRST: Step[] = [
  { do: 'weather', is: 'down' },
  { do: 'send', patient: 0, refused: false },
  { do: 'send', patient: 0, refused: false },
  { do: 'catch-up' },
  { do: 'poll' },
  { do: 'weather', is: 'up' },
  { do: 'poll' },
];

/** What happened to a receiver, and the loop that pushes to it. */
class Run {
  readonly sent: (HandoverMessage & { readonly refused: boolean })[] = [];
  /** Ids, in the order in which they came first. */
  readonly arrived = new Set<string>();
  private weather: 'up' | 'down' | 'busy' | 'deaf' = 'up';
  private outages = 0;
  private dies = false;
  private loop: DeliveryLoop;

  constructor(private readonly log: HandoverLog) {
    this.loop = this.open();
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'send') await this.send(step.patient, step.refused);
    else if (step.do === 'wait') this.log.now += step.ms;
    else if (step.do === 'weather') this.change(step.is);
    else if (step.do === 'catch-up') await this.log.catchUp();
    else if (step.do === 'restart') this.loop = this.open();
    else if (step.do === 'die') this.dies = true;
    else await this.loop.tick();
  }

  /** The receiver is there for good: everything comes to its end. */
  async settle(): Promise<void> {
    this.weather = 'up';
    for (let n = 0; n < 30; n += 1) {
      this.log.now += 100_000;
      await this.log.catchUp();
      while ((await this.loop.tick()).more) await this.log.catchUp();
    }
  }

  private change(to: 'up' | 'down' | 'busy' | 'deaf'): void {
    if (to !== 'up' && this.weather === 'up') this.outages += 1;
    if (to === 'up' || this.outages <= OUTAGES_MAX) this.weather = to;
  }

  private async send(patient: number, refused: boolean): Promise<void> {
    const n = this.sent.length;
    const message = await this.log.send(n, { patient: `p${patient}`, body: { refused } });
    this.sent.push({ ...message, refused });
  }

  private open(): DeliveryLoop {
    const { log } = this;
    const delivery = new ScriptedDelivery(['hospital'], (sent) => this.answer(sent));
    const { store } = log;
    const mortal: Pick<EventStore, 'append' | 'readStream'> = {
      readStream: store.readStream.bind(store),
      append: (...what) => {
        if (!this.dies) return store.append(...what);
        this.dies = false;
        this.loop = this.open();
        return Promise.reject(new Error('killed'));
      },
    };
    return new DeliveryLoop({
      ...{ store: { ...store, ...mortal }, index: log.index, deliveries: [delivery] },
      ...{ clock: () => log.now, schedule: SCHEDULE, onError: () => undefined },
      breaker: { failures: 5, openMs: 5_000, openMsMax: 20_000 },
    });
  }

  private answer({ message }: OutboxMessage): DeliveryOutcome {
    if (this.weather === 'down') return DOWN;
    if (this.weather === 'busy') return BUSY;
    if (message.body['refused'] === true) return REFUSED;
    this.arrived.add(message.message);
    return this.weather === 'deaf' ? DOWN : DELIVERED;
  }
}

it("keeps each patient's order at the receiver, loses nothing, and sets aside only what is refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 5, maxLength: 60 }), async (steps) => {
      const log = await openHandoverLog();
      try {
        const run = new Run(log);
        for (const step of steps) await run.take(step);
        await run.settle();
        for (const patient of ['p0', 'p1', 'p2']) {
          const taken = run.sent.filter((one) => one.patient === patient && !one.refused);
          const ids = taken.map(({ message }) => message);
          expect([...run.arrived].filter((id) => ids.includes(id))).toEqual(ids);
        }
        for (const message of run.sent) {
          const status = await readMessageStatus(log.store, message);
          expect([status?.delivered, status?.dead]).toEqual([!message.refused, message.refused]);
        }
      } finally {
        await log.close();
      }
    }),
    {
      numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 3),
      examples: [[LATER_IS_READY_FIRST]],
    },
  );
}, 60_000);
