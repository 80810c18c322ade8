/**
 * Stops sending to a target that failed several times in a row: nothing is attempted, and no
 * attempt is counted against a message, until some time has passed; then one probe is sent,
 * and its outcome decides. Time is passed in. A restart forgets the state and finds it out
 * again after a few attempts.
 */
import type { Clock } from '../shared/tokens.js';

export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open at first, ms; doubles with each probe that fails. */
  readonly openMs: number;
  /** The longest that it stays open, ms. */
  readonly openMsMax: number;
}

export const BREAKER_LIMITS: BreakerLimits = {
  failures: 5,
  openMs: 30_000,
  openMsMax: 15 * 60_000,
};

/** Permission for one attempt. */
export interface Permit {
  /** The one attempt allowed while the circuit is half-open. */
  readonly probe: boolean;
}

export type BreakerState = 'closed' | 'open' | 'half-open';

export class CircuitBreaker {
  private failures = 0;
  private opened: { readonly at: number; readonly forMs: number } | undefined;
  private probing = false;
  private postponed: { readonly at: number; readonly forMs: number } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly limits: BreakerLimits = BREAKER_LIMITS,
  ) {}

  get state(): BreakerState {
    if (this.isRunning(this.postponed)) return 'open';
    if (this.opened === undefined) return 'closed';
    return this.isRunning(this.opened) ? 'open' : 'half-open';
  }

  /** How many attempts may run now, side by side. */
  get capacity(): number {
    const { state } = this;
    if (state === 'closed') return Infinity;
    return state === 'half-open' && !this.probing ? 1 : 0;
  }

  /** Permits one attempt if there is capacity; whoever gets the permit reports the outcome. */
  tryAcquire(): Permit | undefined {
    if (this.capacity === 0) return undefined;
    const probe = this.state === 'half-open';
    if (probe) this.probing = true;
    return { probe };
  }

  succeeded(): void {
    this.failures = 0;
    this.opened = undefined;
    this.probing = false;
  }

  failed(permit: Permit): void {
    const { failures, openMs, openMsMax } = this.limits;
    this.failures += 1;
    if (permit.probe) {
      this.open(Math.min((this.opened?.forMs ?? openMs) * 2, openMsMax));
      this.probing = false;
    } else if (this.opened === undefined && this.failures >= failures) {
      this.open(openMs);
    }
  }

  /** The attempt was cut off and says nothing about the target. */
  cancelled(permit: Permit): void {
    if (permit.probe) this.probing = false;
  }

  /** The target asked not to be called for so long. */
  postpone(forMs: number): void {
    this.postponed = { at: this.clock(), forMs };
  }

  private open(forMs: number): void {
    this.opened = { at: this.clock(), forMs };
  }

  /** A clock that was set back must not leave it open for ever. */
  private isRunning(since: { readonly at: number; readonly forMs: number } | undefined): boolean {
    if (since === undefined) return false;
    const passed = this.clock() - since.at;
    return passed >= 0 && passed < since.forMs;
  }
}
