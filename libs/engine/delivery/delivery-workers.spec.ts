/** Many workers on one log: what they do side by side leaves the trace of one. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DELIVERY_FAILED, MESSAGE_DELIVERED } from '#care-event';
import { DeliveryLoop } from './delivery-loop.js';
import {
  DELIVERED,
  openHandoverLog,
  REFUSED,
  ScriptedDelivery,
  type HandoverLog,
} from './delivery.spec.support.js';
import type { DeliveryOutcome } from '../delivery-port/delivery-port.js';

describe('Twenty delivery loops on one log', () => {
  let log: HandoverLog;
  let faults: unknown[];
  beforeEach(async () => {
    log = await openHandoverLog();
    faults = [];
  });
  afterEach(async () => {
    await log.close();
    expect(faults).toEqual([]);
  });

  const loopWith = (outcome: DeliveryOutcome): DeliveryLoop =>
    new DeliveryLoop({
      ...{ store: log.store, index: log.index, clock: () => log.now },
      deliveries: [new ScriptedDelivery(['hospital'], () => outcome)],
      onError: (error) => faults.push(error),
    });

  it('deliver each message once in the log, however often it was pushed', async () => {
    const messages = [];
    for (let n = 0; n < 40; n += 1) messages.push(await log.send(n));
    await log.catchUp();
    const workers = Array.from({ length: 20 }, () => loopWith(DELIVERED));
    await Promise.all(workers.map((worker) => worker.tick()));
    for (const message of messages)
      expect(await log.typesAfterSending(message)).toEqual([MESSAGE_DELIVERED]);
  });

  it('count a try once that several made and saw end in different ways', async () => {
    const messages = [];
    for (let n = 0; n < 10; n += 1) messages.push(await log.send(n));
    await log.catchUp();
    const workers = Array.from({ length: 20 }, (_, n) =>
      loopWith({ ...REFUSED, reason: `status-4${n}` } as DeliveryOutcome),
    );
    await Promise.all(workers.map((worker) => worker.tick()));
    for (const message of messages)
      expect(await log.typesAfterSending(message)).toEqual([DELIVERY_FAILED]);
  });
});
