/** Wake-ups that fail: parked after three in a row, passed over when given up. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readLast, appendOnce, timeOrderedId, type EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { ParkedWakeUps, WAKE_ATTEMPTS } from './parked-wake-ups.js';
import { ParkedSequences } from '../parking/parked-sequences.js';

const BY = { author: 'A. Berg', reason: 'a test' };

describe('A patient who cannot be woken', () => {
  let store: EventStore;
  let sequences: ParkedSequences;
  let parked: ParkedWakeUps;
  const fail = (): Promise<void> => parked.onFailed('p1', new Error('broken'));
  const report = async (n: number): Promise<void> => {
    const event = { id: timeOrderedId(n, 'x'), type: 'Told.v1', data: {}, metadata: { wake: 1 } };
    await appendOnce(store, 'patient-p1', [event]);
  };

  beforeEach(async () => {
    store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => 1 });
    sequences = new ParkedSequences({ store });
    parked = new ParkedWakeUps(store, sequences);
    await report(1);
  });
  afterEach(() => store.close());

  it('is parked after three failures in a row', async () => {
    for (let n = 1; n < WAKE_ATTEMPTS; n += 1) await fail();
    expect(parked.isParked('p1')).toBe(false);
    await fail();
    expect(parked.isParked('p1')).toBe(true);
  });

  it('is not parked by chance failures with successes between', async () => {
    for (let n = 0; n < 5; n += 1) {
      await fail();
      await fail();
      parked.onWoken('p1');
    }
    expect(parked.isParked('p1')).toBe(false);
  });

  it('sleeps on when the wake-up is given up, until something is reported', async () => {
    for (let n = 0; n < WAKE_ATTEMPTS; n += 1) await fail();
    // Somebody lets it go in another process.
    const other = new ParkedSequences({ store });
    await other.load();
    await other.release({ processor: 'wake-ups', patient: 'p1', kind: 'discarded', ...BY });
    await parked.refresh();
    expect(parked.isParked('p1')).toBe(false);
    expect(await parked.cancelDiscarded('p1')).toMatchObject({ decisions: 0 });
    const last = await readLast(store, 'patient-p1');
    expect(last).toMatchObject({ type: 'WakeUpPlanned.v1' });
    expect(last?.metadata['wake']).toBeUndefined();
    await report(2);
    expect(await parked.cancelDiscarded('p1')).toBeUndefined();
  });
});
