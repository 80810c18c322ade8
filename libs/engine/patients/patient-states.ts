/**
 * The patients worked on most recently, kept in memory: at most so many facts in all, and
 * the one used least recently goes first. Commands on one patient run one after the other;
 * after a conflict with another process or thread, which appended first, a command reads what
 * was appended and decides again.
 */
import type { EventStore } from '#event-store';
import { KeyedExecutor } from '../shared/keyed-executor.js';
import { isConflict, retryOnConflict } from '../shared/retry-on-conflict.js';
import { PatientState } from './patient-state.js';

export interface PatientStatesOptions {
  /** What all of them may hold, as `PatientState.weight` counts. Default 150,000: some 120 MB. */
  readonly weightMax?: number;
  /** Patients that hold less than this are not kept: reading them again costs little. Default 0. */
  readonly weightMin?: number;
  /**
   * Where a patient who is not kept is mostly a new one, as in an import: then nothing is read
   * before the first append. A wrong guess costs an append that is refused, and the next are read.
   */
  readonly mostlyNew?: boolean;
}

export class PatientStates {
  /** In the order in which they were used, without those in use. */
  private readonly kept = new Map<string, PatientState>();
  private weightKept = 0;
  /** Whether the last patient who was not kept was a new one. */
  private guessesNew: boolean;
  private readonly executor = new KeyedExecutor();
  /** Long histories are read and worked on one at a time: each may take as much memory as all that are kept. */
  private readonly long = new KeyedExecutor();

  constructor(
    private readonly store: EventStore,
    private readonly options: PatientStatesOptions = {},
  ) {
    this.guessesNew = options.mostlyNew === true;
  }

  /** What is kept at the moment, as `PatientState.weight` counts. */
  get weight(): number {
    return this.weightKept;
  }

  /** Pseudonyms of those kept, the one used last at the end. */
  patients(): readonly string[] {
    return [...this.kept.keys()];
  }

  /** Does the work on the patient's state as the log has it now. @throws what the work throws */
  use<T>(patient: string, work: (state: PatientState) => Promise<T>): Promise<T> {
    return this.executor.run(patient, async () => {
      const isKept = this.kept.has(patient);
      if (!isKept && this.guessesNew) {
        const guessed = await this.guess(patient, work);
        if (guessed !== undefined) return guessed.result;
      }
      const state = this.take(patient);
      let isCurrent = await state.readPage(this.store);
      if (!isKept) this.guessesNew = this.options.mostlyNew === true && state.isEmpty;
      // Where anything throws, the state is not kept: it may be half changed.
      const attempts = async (): Promise<T> => {
        const result = await retryOnConflict(async () => {
          if (!isCurrent) await state.catchUp(this.store);
          isCurrent = false;
          return state.expecting(() => work(state));
        });
        this.keep(state);
        return result;
      };
      return isCurrent ? attempts() : this.long.run('', attempts);
    });
  }

  /** Undefined where the log knows the patient, or nothing was appended. */
  private async guess<T>(
    patient: string,
    work: (state: PatientState) => Promise<T>,
  ): Promise<{ readonly result: T } | undefined> {
    const state = new PatientState(patient, true);
    try {
      const result = await state.expecting(() => work(state));
      // Only an append shows that the guess was right.
      if (state.isEmpty) return undefined;
      this.keep(state);
      return { result };
    } catch (error) {
      if (!isConflict(error)) throw error;
      this.guessesNew = false;
      return undefined;
    }
  }

  private take(patient: string): PatientState {
    const state = this.kept.get(patient);
    if (state === undefined) return new PatientState(patient);
    this.kept.delete(patient);
    this.weightKept -= state.weight;
    return state;
  }

  private keep(state: PatientState): void {
    const { weightMax = 150_000, weightMin = 0 } = this.options;
    if (state.isEmpty || state.weight < weightMin) return;
    this.kept.set(state.patient, state);
    this.weightKept += state.weight;
    for (const [patient, oldest] of this.kept) {
      if (this.weightKept <= weightMax) return;
      this.kept.delete(patient);
      this.weightKept -= oldest.weight;
    }
  }
}
