/**
 * The port for what a log that orders only each stream cannot keep: which patient has an event under
 * a source and id. It is made from the log, and is checked against it before anything follows from
 * it, so it may be lost or be of a log that was restored since.
 *
 * Guarantees of every adapter
 * - Of several who claim a key at once, all are answered the same patient, one of them.
 * - A claim that was answered is there after a crash, unless a checkpoint saved later is lost too.
 */
export interface FactKeyIndex {
  /**
   * Takes the key for the patient, unless another has it.
   * @param key at most `FACT_KEY_BYTES`
   * @returns the pseudonym of the patient who has it now
   */
  claim(key: string, patient: string): Promise<string>;
  /** Gives it back, if that patient has it. */
  release(key: string, patient: string): Promise<void>;
  close(): Promise<void>;
}

/** What an entry of every database's index can hold. */
export const FACT_KEY_BYTES = 2_000;
