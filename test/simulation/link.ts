/**
 * The way from one process to what lies outside it. A call travels there, is done, and its
 * answer travels back; each leg is a task of the scheduler, and on each something can go
 * wrong. What is done is done at once: the port forbids stale reads, not old answers.
 */
import { OutcomeUnknown, Unavailable } from '#event-store';
import { MINUTE_MS, NO_CALL_FAULTS, type CallFaults } from './faults.js';
import type { Random } from './random.js';
import type { Remote } from './remote.js';
import { WORLD, type Life, type Scheduler } from './scheduler.js';

export interface Call<T> {
  readonly what: string;
  /** Does it, and answers at once; what it throws is the answer, too. */
  readonly perform: () => T;
  /** The answer as the trace has it. */
  readonly describe?: (answer: T) => string;
  /** Arriving twice or failing after it was done makes a difference. */
  readonly writes: boolean;
}

type Fate = 'answered' | 'refused' | 'unknown' | 'unanswered' | 'twice';

type Outcome<T> = { readonly answer: T } | { readonly fault: Error };

export class Link {
  faults: CallFaults;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
    private readonly life: Life,
    faults: CallFaults,
    /** An answer was lost: the caller hangs until its process is ended. */
    private readonly onUnanswered: () => void,
    /** What is on the other side, where that can be out of reach. */
    private readonly remote?: Remote,
  ) {
    this.faults = faults;
  }

  call<T>(call: Call<T>): Promise<T> {
    const { what, perform, describe } = call;
    const fate = this.fateOf(call);
    return new Promise((resolve, reject) => {
      if (!this.life.alive) return;
      const done = (): string => {
        if (fate === 'refused' || this.remote?.isUnreachable === true) {
          const isAnswered = !call.writes || this.random.happens(0.5);
          const fault = isAnswered
            ? new Unavailable(`${what} was not done.`)
            : new OutcomeUnknown(what);
          this.back(what, () => reject(fault));
          return 'refused';
        }
        const outcome = attempt(perform);
        const said =
          'fault' in outcome ? outcome.fault.name : (describe?.(outcome.answer) ?? 'done');
        if (fate === 'unanswered') {
          this.onUnanswered();
          return `${said}, never answered`;
        }
        if (fate === 'unknown') {
          this.back(what, () => reject(new OutcomeUnknown(what)));
          return `${said}, reported as failed`;
        }
        const outages = this.remote?.outages;
        this.back(what, () => {
          if (this.remote?.outages !== outages)
            reject(call.writes ? new OutcomeUnknown(what) : new Unavailable(what));
          else if ('fault' in outcome) reject(outcome.fault);
          else resolve(outcome.answer);
        });
        return said;
      };
      // What has left a process arrives even if that has crashed meanwhile.
      const traveller = call.writes && this.random.happens(0.5) ? WORLD : this.life;
      this.scheduler.after(this.delay(), traveller, what, done);
      if (fate === 'twice') {
        this.scheduler.after(this.delay(), WORLD, `${what} again`, () => {
          const outcome = attempt(perform);
          return 'fault' in outcome ? outcome.fault.name : (describe?.(outcome.answer) ?? 'done');
        });
      }
    });
  }

  /** Half of the answers come in the same step: fewer steps, and both orders are tried. */
  private back(what: string, deliver: () => void): void {
    if (this.life.alive && this.random.happens(0.5)) deliver();
    else this.scheduler.after(this.delay(), this.life, `answer to ${what}`, deliver);
  }

  private fateOf({ writes }: { readonly writes: boolean }): Fate {
    const { refused, unknown, unanswered, twice } = this.faults;
    let lot = this.random.fraction();
    if ((lot -= refused) < 0) return 'refused';
    if ((lot -= unanswered) < 0) return 'unanswered';
    if (!writes) return 'answered';
    if ((lot -= unknown) < 0) return 'unknown';
    return (lot -= twice) < 0 ? 'twice' : 'answered';
  }

  private delay(): number {
    const { random } = this;
    if (!random.happens(this.faults.slow)) return random.whole(0, 20);
    return random.whole(0, random.happens(0.5) ? MINUTE_MS : 240 * MINUTE_MS);
  }

  calm(): void {
    this.faults = NO_CALL_FAULTS;
  }
}

function attempt<T>(perform: () => T): Outcome<T> {
  try {
    return { answer: perform() };
  } catch (fault) {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }
}
