/** The delivery loop: tries, pauses, the circuit, dead letters, restarts. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DELIVERY_FAILED,
  DELIVERY_RETRIED,
  MESSAGE_DELIVERED,
  type DeliveryFailed,
  type HandoverMessage,
} from '#care-event';
import { deadDeliveries } from '#projections';
import { DeliveryLoop, type DeliveryLoopOptions } from './delivery-loop.js';
import { retryDelivery } from './delivery-record.js';
import {
  BUSY,
  DELIVERED,
  DOWN,
  openHandoverLog,
  REFUSED,
  ScriptedDelivery,
  type HandoverLog,
} from './delivery.spec.support.js';
import type { DeadLetter } from '../delivery-port/delivery-port.js';
import { pauseAfter, RETRY_AFTER_MS_MAX } from './retry-schedule.js';

const SCHEDULE = [1_000, 10_000];
const AUTHOR = { author: 'ada', reason: 'the receiver is back' };

describe('The delivery loop', () => {
  let log: HandoverLog;
  let hospital: ScriptedDelivery;
  let faults: unknown[];
  let dead: DeadLetter[];

  const loopOn = (on: HandoverLog, more: Partial<DeliveryLoopOptions> = {}): DeliveryLoop =>
    new DeliveryLoop({
      ...{ store: on.store, index: on.index, deliveries: [hospital], clock: () => on.now },
      schedule: SCHEDULE,
      onError: (error) => faults.push(error),
      onDeadLetter: (each) => void dead.push(each),
      ...more,
    });
  const poll = async (loop: DeliveryLoop) => {
    await log.catchUp();
    return loop.tick();
  };
  const failures = async (message: HandoverMessage): Promise<DeliveryFailed[]> => {
    const events = await log.events(message);
    return events
      .filter(({ type }) => type === DELIVERY_FAILED)
      .map(({ data }) => data as unknown as DeliveryFailed);
  };

  beforeEach(async () => {
    log = await openHandoverLog();
    hospital = new ScriptedDelivery(['hospital'], () => DELIVERED);
    faults = [];
    dead = [];
  });
  afterEach(async () => {
    await log.close();
    expect(faults).toEqual([]);
  });

  it('pushes what is due, the longest due first, and says so once in the log', async () => {
    const messages = [];
    for (let n = 0; n < 25; n += 1) messages.push(await log.send(n));
    const loop = loopOn(log, { batch: 10, concurrency: 1 });
    while ((await poll(loop)).more);
    expect(hospital.handed.map(({ message }) => message)).toEqual(messages);
    for (const message of messages)
      expect(await log.typesAfterSending(message)).toEqual([MESSAGE_DELIVERED]);
    expect((await log.events(messages[0]!)).at(-1)?.data).toEqual({
      message: messages[0]!.message,
      service: 'hospital',
      by: 'scripted',
    });
  });

  it('leaves alone what is for a service that nobody pushes to', async () => {
    const message = await log.send(1, { service: 'gp' });
    expect(await poll(loopOn(log))).toEqual({ delivered: 0, failed: 0, more: false });
    expect(await log.typesAfterSending(message)).toEqual([]);
  });

  it('asks the log before a try: a read model that lags pushes nothing twice', async () => {
    await log.send(1);
    await log.catchUp();
    const loop = loopOn(log);
    await loop.tick();
    await loop.tick();
    expect(hospital.handed).toHaveLength(1);
    hospital.answer = () => REFUSED;
    await log.send(2);
    await log.catchUp();
    await loop.tick();
    await loop.tick();
    expect(hospital.handed).toHaveLength(2);
  });

  it('tries again after a pause that grows, and does not give up in an outage', async () => {
    hospital.answer = () => DOWN;
    const message = await log.send(1);
    const loop = loopOn(log);
    await poll(loop);
    const first = log.now + pauseAfter(message.message, 1, SCHEDULE);
    log.now = first - 1;
    await poll(loop);
    expect(await failures(message)).toEqual([
      {
        ...{ message: message.message, service: 'hospital', by: 'scripted', attempt: 1 },
        ...{ reason: 'status-500', retryAt: new Date(first).toISOString(), outage: true },
      },
    ]);
    log.now = first;
    for (let n = 0; n < 5; n += 1) {
      await poll(loop);
      log.now += 3_600_000;
    }
    const all = await failures(message);
    expect(all.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(all.every(({ retryAt, outage }) => retryAt !== undefined && outage === true)).toBe(true);
    hospital.answer = () => DELIVERED;
    await poll(loop);
    expect((await log.typesAfterSending(message)).at(-1)).toBe(MESSAGE_DELIVERED);
  });

  it.each([
    ['gives up a message that keeps failing while others get through', DOWN, [false, false, true]],
    ['never gives up where the receiver asks for patience', BUSY, [false, false, false]],
  ])('%s', async (_what, outcome, isLast) => {
    const bad = await log.send(0);
    hospital.answer = ({ message }) => (message.message === bad.message ? outcome : DELIVERED);
    const loop = loopOn(log);
    for (let n = 1; n <= 3; n += 1) {
      await poll(loop);
      log.now += 1;
      await log.send(n);
      await poll(loop);
      log.now += 60_000;
    }
    const all = await failures(bad);
    expect(all.map(({ retryAt }) => retryAt === undefined)).toEqual(isLast);
    expect(dead).toHaveLength(outcome === DOWN ? 1 : 0);
  });

  it('waits no longer than its pauses for what a clock running ten years ahead put off', async () => {
    const ahead = 10 * 365 * 86_400_000;
    hospital = new ScriptedDelivery(['hospital'], () =>
      hospital.handed.length === 1 ? DOWN : DELIVERED,
    );
    const message = await log.send(0);
    log.now += ahead;
    await poll(loopOn(log));
    expect(await failures(message)).toHaveLength(1);
    log.now -= ahead;
    await poll(loopOn(log));
    expect((await log.typesAfterSending(message)).at(-1)).toBe(MESSAGE_DELIVERED);
  });

  it('waits as long as the receiver asked, and leaves the whole receiver alone meanwhile', async () => {
    hospital.answer = () => ({ ...BUSY, retryAfterMs: 60_000 }) as typeof BUSY;
    const message = await log.send(1);
    const loop = loopOn(log);
    await poll(loop);
    const [failure] = await failures(message);
    expect(Date.parse(failure!.retryAt!)).toBe(log.now + 60_000);
    await log.send(2);
    log.now += 59_999;
    await poll(loop);
    expect(hospital.handed).toHaveLength(1);
    hospital.answer = () => DELIVERED;
    log.now += 1;
    await poll(loop);
    expect(hospital.handed).toHaveLength(3);
  });

  it('waits no longer than an hour, whatever the receiver asks', async () => {
    hospital.answer = () => ({ ...BUSY, retryAfterMs: 1e12 }) as typeof BUSY;
    const message = await log.send(1);
    await poll(loopOn(log));
    const [failure] = await failures(message);
    expect(Date.parse(failure!.retryAt!)).toBe(log.now + RETRY_AFTER_MS_MAX);
  });

  describe('with a receiver that is down', () => {
    const breaker = { failures: 5, openMs: 1_000, openMsMax: 1_000 };

    it('stops trying after five failures in a row, and counts no try against the others', async () => {
      hospital.answer = () => DOWN;
      const messages = [];
      for (let n = 0; n < 30; n += 1) messages.push(await log.send(n));
      const loop = loopOn(log, { breaker, concurrency: 1 });
      await poll(loop);
      await poll(loop);
      expect(hospital.handed).toHaveLength(5);
      expect(loop.circuits()).toEqual(new Map([['hospital', 'open']]));
      expect(await failures(messages[10]!)).toEqual([]);
    });

    it('probes with one message, and delivers everything once that went well', async () => {
      hospital.answer = () => DOWN;
      for (let n = 0; n < 30; n += 1) await log.send(n);
      const loop = loopOn(log, { breaker, concurrency: 4 });
      await poll(loop);
      const before = hospital.handed.length;
      log.now += 1_000;
      await poll(loop);
      expect(hospital.handed).toHaveLength(before + 1);
      hospital.answer = () => DELIVERED;
      log.now += 20_000;
      while ((await poll(loop)).more);
      expect(loop.circuits()).toEqual(new Map([['hospital', 'closed']]));
      const delivered = new Set(
        hospital.handed.slice(before + 1).map((each) => each.message.patient),
      );
      expect(delivered.size).toBe(30);
    });

    it('does not take a message that is refused for a receiver that is down', async () => {
      hospital.answer = () => REFUSED;
      for (let n = 0; n < 30; n += 1) await log.send(n);
      const loop = loopOn(log, { breaker });
      await poll(loop);
      expect(hospital.handed).toHaveLength(30);
      expect(loop.circuits()).toEqual(new Map([['hospital', 'closed']]));
    });

    it('serves the others meanwhile, though one never answers', async () => {
      let letGo: () => void = () => undefined;
      hospital.answer = () =>
        new Promise((resolve) => {
          letGo = () => resolve(DELIVERED);
        });
      const served = new Promise<void>((resolve) => {
        const gp = new ScriptedDelivery(['gp'], () => {
          if (gp.handed.length === 3) resolve();
          return DELIVERED;
        });
        hospitalAndGp = [hospital, gp];
      });
      await log.send(0);
      for (let n = 1; n <= 3; n += 1) await log.send(n, { service: 'gp' });
      await log.catchUp();
      const loop = loopOn(log, { deliveries: hospitalAndGp, pauseMs: 1 });
      loop.start();
      await served;
      letGo();
      await loop.stop();
      expect(hospital.closed).toBe(true);
    });
    let hospitalAndGp: ScriptedDelivery[];
  });

  describe('with a dead letter', () => {
    const giveUp = async (): Promise<HandoverMessage> => {
      hospital.answer = () => REFUSED;
      const message = await log.send(1);
      await poll(loopOn(log));
      return message;
    };

    it('reports it with its position in the log', async () => {
      const message = await giveUp();
      const failed = (await log.events(message)).at(-1);
      expect(dead).toMatchObject([
        { sent: { message }, failedAt: failed?.position, reason: 'status-422' },
      ]);
    });

    it('reports it again after a restart, since a crash may have come in between', async () => {
      const message = await giveUp();
      dead = [];
      const loop = loopOn(log);
      await poll(loop);
      await poll(loop);
      const failed = (await log.events(message)).at(-1);
      expect(dead).toMatchObject([
        { sent: { message }, failedAt: failed?.position, reason: 'status-422' },
      ]);
      await log.catchUp();
      expect(await deadDeliveries(log.models, undefined, 10)).toMatchObject([
        { message: message.message, failedAt: failed?.position },
      ]);
    });

    it('begins a new series of tries when somebody asks for it, and only then', async () => {
      const message = await giveUp();
      expect(await retryDelivery(log.store, message, AUTHOR)).toBe(true);
      expect(await retryDelivery(log.store, message, AUTHOR)).toBe(false);
      hospital.answer = () => DOWN;
      await poll(loopOn(log));
      expect(await failures(message)).toMatchObject([{ attempt: 1 }, { attempt: 1 }]);
      hospital.answer = () => DELIVERED;
      log.now += 60_000;
      await poll(loopOn(log));
      expect(await log.typesAfterSending(message)).toEqual([
        DELIVERY_FAILED,
        DELIVERY_RETRIED,
        DELIVERY_FAILED,
        MESSAGE_DELIVERED,
      ]);
      expect(await retryDelivery(log.store, message, AUTHOR)).toBe(false);
    });
  });

  it('goes on after a restart where the log says that it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stafett-delivery-'));
    try {
      const file = join(folder, 'log.db');
      const before = await openHandoverLog(file);
      hospital.answer = () => DOWN;
      const message = await before.send(1);
      await before.catchUp();
      await loopOn(before).tick();
      const again = before.now + 2_000;
      await before.close();

      const after = await openHandoverLog(file);
      after.now = again;
      hospital.answer = () => DELIVERED;
      await loopOn(after).tick();
      expect(await after.typesAfterSending(message)).toEqual([DELIVERY_FAILED, MESSAGE_DELIVERED]);
      await after.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('pushes again under the same id what was pushed when the process died', async () => {
    const message = await log.send(1);
    await log.catchUp();
    const { store } = log;
    const dying = { ...store, append: () => Promise.reject(new Error('killed')) };
    dying.readStream = store.readStream.bind(store);
    const reported: unknown[] = [];
    await loopOn(log, { store: dying, onError: (error) => reported.push(error) }).tick();
    expect(reported).toHaveLength(1);
    await poll(loopOn(log));
    expect(hospital.handed.map((sent) => sent.message.message)).toEqual([
      message.message,
      message.message,
    ]);
    expect(await log.typesAfterSending(message)).toEqual([MESSAGE_DELIVERED]);
  });

  it('leaves a message alone for a while whose outcome could not be written', async () => {
    await log.send(1);
    await log.catchUp();
    const { store } = log;
    const full = { ...store, append: () => Promise.reject(new Error('full')) };
    full.readStream = store.readStream.bind(store);
    const loop = loopOn(log, { store: full, onError: () => undefined });
    for (let i = 0; i < 5; i += 1) await loop.tick();
    expect(hospital.handed).toHaveLength(1);
  });

  it('takes an adapter that throws for one that failed', async () => {
    hospital.answer = () => Promise.reject(new Error('a fault in the adapter'));
    const message = await log.send(1);
    await poll(loopOn(log));
    expect(await failures(message)).toMatchObject([{ reason: 'fault' }]);
    expect(faults.splice(0)).toHaveLength(1);
  });
});
