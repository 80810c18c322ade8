/** One patient's messages to one receiver: one after the other, and what is refused holds back nothing. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DELIVERY_FAILED, MESSAGE_DELIVERED } from '#care-event';
import { DeliveryLoop, type DeliveryLoopOptions } from './delivery-loop.js';
import { retryDelivery } from './delivery-record.js';
import {
  DELIVERED,
  DOWN,
  openHandoverLog,
  REFUSED,
  ScriptedDelivery,
  type HandoverLog,
} from './delivery.spec.support.js';
import type { DeadLetter } from '../delivery-port/delivery-port.js';

const AUTHOR = { author: 'ada', reason: 'the receiver is back' };

describe("One patient's messages to one receiver", () => {
  let log: HandoverLog;
  let hospital: ScriptedDelivery;
  let dead: DeadLetter[];

  const loopOn = (on: HandoverLog, more: Partial<DeliveryLoopOptions> = {}): DeliveryLoop =>
    new DeliveryLoop({
      ...{ store: on.store, index: on.index, deliveries: [hospital], clock: () => on.now },
      ...{ schedule: [1_000, 10_000], onDeadLetter: (each) => void dead.push(each) },
      ...more,
    });
  const poll = async (loop: DeliveryLoop) => {
    await log.catchUp();
    return loop.tick();
  };

  beforeEach(async () => {
    log = await openHandoverLog();
    hospital = new ScriptedDelivery(['hospital'], () => DELIVERED);
    dead = [];
  });
  afterEach(() => log.close());

  const kinds = () => hospital.handed.map(({ message }) => message.body['n']);
  const sendOf = (patient: string, n: number) => log.send(n, { patient });

  it('sends the later ones once the first has arrived, in the order of the log', async () => {
    for (let n = 1; n <= 4; n += 1) await sendOf('p1', n);
    hospital.answer = () => DOWN;
    const loop = loopOn(log);
    await poll(loop);
    expect(kinds()).toEqual([1]);
    await poll(loop);
    expect(kinds()).toEqual([1]);
    hospital.answer = () => DELIVERED;
    log.now += 60_000;
    await poll(loop);
    expect(kinds()).toEqual([1, 1, 2, 3, 4]);
  });

  it('goes on with the other patients meanwhile', async () => {
    for (const [n, patient] of [
      [1, 'p1'],
      [2, 'p1'],
      [3, 'p2'],
      [4, 'p2'],
    ] as const)
      await sendOf(patient, n);
    hospital.answer = ({ message }) => (message.body['n'] === 1 ? DOWN : DELIVERED);
    await poll(loopOn(log));
    expect(kinds().sort()).toEqual([1, 3, 4]);
  });

  it('sets aside at once what is refused, and goes on with the next, which may be a red flag', async () => {
    const refused = await sendOf('p1', 1);
    const next = await sendOf('p1', 2);
    hospital.answer = ({ message }) => (message.body['n'] === 1 ? REFUSED : DELIVERED);
    await poll(loopOn(log));
    expect(kinds()).toEqual([1, 2]);
    const failure = (await log.events(refused)).at(-1);
    expect(failure).toMatchObject({ type: DELIVERY_FAILED, data: { reason: 'status-422' } });
    expect(failure?.data).not.toHaveProperty('retryAt');
    expect(dead.map(({ sent }) => sent.message)).toEqual([refused]);
    expect(await log.typesAfterSending(next)).toEqual([MESSAGE_DELIVERED]);
  });

  it('sends what an operator has sent again before what still waits', async () => {
    const refused = await sendOf('p1', 1);
    await sendOf('p1', 2);
    hospital.answer = ({ message }) => (message.body['n'] === 1 ? REFUSED : DOWN);
    const loop = loopOn(log);
    await poll(loop);
    hospital.answer = () => DELIVERED;
    await retryDelivery(log.store, refused, AUTHOR);
    log.now += 60_000;
    await poll(loop);
    expect(kinds()).toEqual([1, 2, 1, 2]);
  });

  it('does a limited number of one patient in one poll', async () => {
    for (let n = 1; n <= 50; n += 1) await sendOf('p1', n);
    await sendOf('p2', 51);
    const loop = loopOn(log, { concurrency: 1 });
    await poll(loop);
    expect(kinds()).toContain(51);
    expect(kinds().length).toBeLessThan(51);
    while ((await poll(loop)).more);
    expect(kinds().filter((n) => n !== 51)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
  });
});
