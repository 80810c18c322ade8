/**
 * Patients whose wake-up fails. After a few attempts the wake-up is parked, at the patient's
 * last event, which asked for it. Retried, the patient is woken as before; discarded, the
 * wake-up is cancelled, and the patient sleeps until something is reported.
 */
import { readLastAsItIs } from '#event-store';
import type { EventStore } from '#event-store';
import type { WakeUpResult } from '../patients/patient-waker.js';
import { wakeUpPlanned } from '../patients/batches.js';
import { patientStream } from '../patients/patient-history.js';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import { faultOf } from '../parking/fault-of.js';
import type { ParkedSequences } from '../parking/parked-sequences.js';

/** How often in a row a wake-up may fail before it counts as poison. */
export const WAKE_ATTEMPTS = 3;
/** Patients whose failures are counted; beyond it the count of the one that failed first starts over. */
const COUNTED_MAX = 10_000;

export class ParkedWakeUps {
  private readonly failures = new Map<string, number>();

  constructor(
    private readonly store: EventStore,
    private readonly parking: ParkedSequences,
  ) {}

  /** Reads again which of those parked were released meanwhile. */
  async refresh(): Promise<void> {
    for (const patient of this.parking.patientsParkedFor('wake-ups'))
      await this.parking.refresh(patient);
  }

  /** The patient was woken: earlier failures have passed. */
  onWoken(patient: string): void {
    this.failures.delete(patient);
  }

  isParked(patient: string): boolean {
    return this.parking.isParked('wake-ups', patient);
  }

  async onFailed(patient: string, error: unknown): Promise<void> {
    const failures = (this.failures.get(patient) ?? 0) + 1;
    this.failures.delete(patient);
    if (failures < WAKE_ATTEMPTS) {
      this.failures.set(patient, failures);
      const [first] = this.failures.keys();
      if (this.failures.size > COUNTED_MAX && first !== undefined) this.failures.delete(first);
      return;
    }
    const last = await readLastAsItIs(this.store, patientStream(patient));
    if (last === undefined) return;
    const fault = faultOf(error, patient);
    await this.parking.park({ processor: 'wake-ups', patient, event: last, ...fault });
  }

  /** Cancels a wake-up that somebody discarded; undefined where there is none. */
  async cancelDiscarded(patient: string): Promise<WakeUpResult | undefined> {
    const discarded = this.parking
      .ofPatient(patient)
      .filter(({ processor, release }) => processor === 'wake-ups' && release?.kind === 'discarded')
      .map(({ position }) => position);
    if (discarded.length === 0) return undefined;
    return retryOnConflict(async () => {
      const stream = patientStream(patient);
      const last = await readLastAsItIs(this.store, stream);
      if (last === undefined || !discarded.includes(last.position)) return undefined;
      // Nothing more is read: what cannot be read may be why the wake-up failed.
      const expected = last.revision;
      const sleep = wakeUpPlanned(patient, { expected }, undefined);
      const { position } = await this.store.append(stream, expected, sleep);
      return { decisions: 0, position };
    });
  }
}
