/** When a clock was paused, in order. */
import type { Pause } from '#calendar';
import type { ClockPause } from '../state/clock-reading.js';

export class PauseList {
  private current: readonly ClockPause[] = [];
  /** From before the clock was last nullified, which ended the last of them. */
  private earlier: readonly ClockPause[] = [];

  /** Those since the clock was last nullified; the last may still be open. */
  get sinceNullified(): readonly ClockPause[] {
    return this.current;
  }

  /** All of them: what a pause postponed stays postponed when the clock is nullified. */
  all(): readonly Pause[] {
    return this.earlier.length === 0 ? this.current : [...this.earlier, ...this.current];
  }

  begin(pause: ClockPause): void {
    this.current = [...this.current, pause];
  }

  /** Ends the pause that is open, if there is one. */
  end(at: number): void {
    const last = this.current.at(-1);
    if (last === undefined || last.to !== undefined) return;
    this.current = [...this.current.slice(0, -1), { ...last, to: at }];
  }

  nullify(at: number): void {
    this.end(at);
    this.earlier = [...this.earlier, ...this.current];
    this.current = [];
  }
}
