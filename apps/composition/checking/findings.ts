/** What `stafett config check` finds in one place. */

/** `failed`: Stafett does not work so. `warning`: it works, and somebody should know. */
export type Level = 'ok' | 'warning' | 'failed';

export interface Finding {
  readonly level: Level;
  /** A sentence. Holds no password. */
  readonly message: string;
}

export interface CheckedPlace {
  readonly setting: 'data' | 'event-store' | 'read-models' | 'work' | 'kafka';
  readonly place: string;
  readonly findings: readonly Finding[];
}

export const ok = (message: string): Finding => ({ level: 'ok', message });
export const warning = (message: string): Finding => ({ level: 'warning', message });
export const failed = (message: string): Finding => ({ level: 'failed', message });

/** An error as a finding: its message stands on its own. */
export function failedBy(error: unknown): Finding {
  return failed(error instanceof Error ? error.message : String(error));
}

/** Two digits are enough: `0.53 ms`, `12 ms`. */
export function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(2) : Math.round(ms)} ms`;
}
