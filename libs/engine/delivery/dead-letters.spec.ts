/** Messages that were given up: parked, taken up again, parked again when they die again. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  readWholeStream,
  appendOnce,
  timeOrderedId,
  type EventStore,
  type Position,
} from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { DELIVERY_FAILED, DELIVERY_RETRIED, MESSAGE_SENT, type HandoverMessage } from '#care-event';
import { ParkedSequences } from '../parking/parked-sequences.js';
import { InMemoryCheckpointStore } from '../processors/checkpoint-store.js';
import { LogProcessor } from '../processors/log-processor.js';
import { deliveryWork, parkDeadLetter } from './dead-letters.js';
import type { DeadLetter } from '../delivery-port/delivery-port.js';

const BY = { author: 'A. Berg', reason: 'their server is back' };

describe('A dead letter', () => {
  let store: EventStore;
  let parked: ParkedSequences;
  let processor: LogProcessor;

  const send = async (n: number): Promise<{ message: HandoverMessage; position: Position }> => {
    const id = timeOrderedId(0, 'message', String(n));
    const message: HandoverMessage = {
      message: id,
      handoverId: `h${n}`,
      kind: 'offered',
      service: 'clinic',
      patient: 'p1',
      pathway: 'one',
      time: '2026-03-02T08:00:00Z',
      body: {},
    };
    const event = { id, type: MESSAGE_SENT, data: { ...message }, metadata: {} };
    return { message, position: (await appendOnce(store, `handover-h${n}`, [event])).position };
  };
  const giveUp = async (
    { message, position }: Awaited<ReturnType<typeof send>>,
    n: number,
  ): Promise<DeadLetter> => {
    const { message: id, service, handoverId } = message;
    const data = { message: id, service, by: 'webhook', attempt: 9, reason: 'status-500' };
    const event = { id: timeOrderedId(n, 'failed', id), type: DELIVERY_FAILED, data, metadata: {} };
    const failed = await appendOnce(store, `handover-${handoverId}`, [event]);
    const sent = { message, position, recordedAt: 1 };
    return { sent, revision: 0, failedAt: failed.position, reason: 'status-500' };
  };
  const release = async (kind: 'retried' | 'discarded'): Promise<void> => {
    await parked.release({ processor: 'delivery', patient: 'p1', kind, ...BY });
    await processor.runOnce();
  };
  const count = async (stream: string, type: string): Promise<number> =>
    (await readWholeStream(store, stream)).filter((event) => event.type === type).length;

  beforeEach(async () => {
    store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => 1 });
    parked = new ParkedSequences({ store });
    processor = new LogProcessor({
      ...{ store, parking: parked, checkpoints: new InMemoryCheckpointStore(), clock: () => 1 },
      ...deliveryWork(store, parked),
    });
  });
  afterEach(() => store.close());

  it('is parked once, however often it is reported', async () => {
    const dead = await giveUp(await send(1), 1);
    await parkDeadLetter(parked, dead);
    await parkDeadLetter(parked, dead);
    expect(parked.ofPatient('p1')).toHaveLength(1);
  });

  it('starts new attempts when it is released, and is parked again when it is given up again', async () => {
    const sent = await send(1);
    await parkDeadLetter(parked, await giveUp(sent, 1));
    await release('retried');
    expect(await count('handover-h1', DELIVERY_RETRIED)).toBe(1);
    await parkDeadLetter(parked, await giveUp(sent, 2));
    expect(parked.isParked('delivery', 'p1')).toBe(true);
    expect(parked.ofPatient('p1').map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('waits for its release where another thread has parked it', async () => {
    await parkDeadLetter(parked, await giveUp(await send(1), 1));
    await release('retried');
    const elsewhere = new ParkedSequences({ store });
    await parkDeadLetter(elsewhere, await giveUp(await send(2), 1));
    await processor.runOnce();
    expect(await count('handover-h2', DELIVERY_RETRIED)).toBe(0);
  });

  it('takes the others along that were given up behind it', async () => {
    await parkDeadLetter(parked, await giveUp(await send(1), 1));
    await parkDeadLetter(parked, await giveUp(await send(2), 1));
    expect(parked.ofPatient('p1')).toHaveLength(1);
    await release('retried');
    expect(await count('handover-h2', DELIVERY_RETRIED)).toBe(1);
  });

  it('of a message that was still being tried when the others were released is parked', async () => {
    await parkDeadLetter(parked, await giveUp(await send(1), 1));
    const other = await send(2);
    await release('retried');
    await parkDeadLetter(parked, await giveUp(other, 1));
    expect(parked.isParked('delivery', 'p1')).toBe(true);
  });

  it('stays given up when it is discarded, also when it is reported again at a start', async () => {
    const dead = await giveUp(await send(1), 1);
    await parkDeadLetter(parked, dead);
    await release('discarded');
    await parkDeadLetter(parked, dead);
    expect(parked.isParked('delivery', 'p1')).toBe(false);
    expect(await count('handover-h1', DELIVERY_RETRIED)).toBe(0);
  });
});
