/** What a clock shows at one instant. Instants are milliseconds since the epoch. */

export interface ClockReading {
  /** Absent for a clock over the whole patient. */
  readonly episode?: number;
  readonly clock: string;
  readonly state: 'not-started' | 'running' | 'paused' | 'stopped' | 'nullified';
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  /** From start to stop or now, pauses included and without them; of all runs since the last nullification. */
  readonly rawMs: number;
  readonly adjustedMs: number;
  /** Local days on which it ran, each once. */
  readonly days: number;
  /** Those that count, where the clock says which do and how far back. */
  readonly counted?: number;
  readonly pauses: readonly ClockPause[];
  /** How many runs were nullified. */
  readonly nullified: number;
}

export interface ClockPause {
  readonly from: number;
  readonly to?: number;
  readonly fact: string;
  readonly reason?: string;
}
