/**
 * The seeded scheduler: one virtual clock and one queue of what is still to happen. Every
 * answer that a component waits for is a task here, so in which order things happen is
 * chosen by the seed alone. Between two tasks everything that can go on without another
 * task goes on: components do no real input or output and use no real timers.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Random } from './random.js';
import type { Trace } from './trace.js';

/** Whoever waits for a task: a process from its start to its crash. What it waited for then never comes. */
export interface Life {
  readonly name: string;
  alive: boolean;
  /** Told after each of its tasks, and may end it there: between any two steps. */
  readonly afterStep?: () => void;
}

/** Lives for ever: the network, the publishers, the world itself. */
export const WORLD: Life = { name: 'world', alive: true };

interface Task {
  readonly at: number;
  /** Drawn, so that what is due at the same instant comes in any order. */
  readonly lot: number;
  readonly life: Life;
  readonly what: string;
  /** May answer what came of it, for the trace. */
  readonly run: () => string | void;
}

/** A run that takes more steps than this does not come to rest. */
const STEPS_MAX = 60_000;

export class Scheduler {
  /** Soonest last. */
  private readonly queue: Task[] = [];
  private nowMs: number;
  private stepCount = 0;

  constructor(
    private readonly random: Random,
    private readonly trace: Trace,
    startMs: number,
  ) {
    this.nowMs = startMs;
  }

  /** True time, ms since the epoch; processes may believe another. */
  get now(): number {
    return this.nowMs;
  }

  get steps(): number {
    return this.stepCount;
  }

  /** How many tasks wait, those of the dead included. */
  get waiting(): number {
    return this.queue.length;
  }

  after(delayMs: number, life: Life, what: string, run: () => string | void): void {
    const task = { at: this.nowMs + delayMs, lot: this.random.next(), life, what, run };
    let low = 0;
    let high = this.queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isSooner(task, this.queue[middle]!)) low = middle + 1;
      else high = middle;
    }
    this.queue.splice(low, 0, task);
  }

  /** A promise that a task keeps; never kept when the life ends before. */
  sleep(delayMs: number, life: Life, what: string): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, life, what, resolve));
  }

  /**
   * Runs task after task until `isDone` or nothing is left.
   * @throws Error when it does not end
   */
  async run(isDone: () => boolean): Promise<void> {
    await settle();
    while (!isDone()) {
      const task = this.queue.pop();
      if (task === undefined) return;
      if (!task.life.alive) continue;
      if (this.stepCount >= STEPS_MAX) throw new Error(`No rest after ${STEPS_MAX} steps.`);
      this.stepCount += 1;
      this.nowMs = Math.max(this.nowMs, task.at);
      const outcome = task.run();
      const came = outcome === undefined ? '' : ` -> ${outcome}`;
      this.trace.add(`${this.stepCount} ${this.nowMs} ${task.life.name} ${task.what}${came}`);
      await settle();
      if (task.life.alive) task.life.afterStep?.();
    }
  }

  /** A line of the trace that is no task. */
  note(life: Life, what: string): void {
    this.trace.add(`. ${this.nowMs} ${life.name} ${what}`);
  }
}

function isSooner(one: Task, other: Task): boolean {
  return one.at < other.at || (one.at === other.at && one.lot < other.lot);
}

/**
 * Lets everything go on until it waits for a task. All chains of promises run to their end
 * within one turn; the wake-up loop gives way for one turn more between two patients.
 */
async function settle(): Promise<void> {
  await turn();
  await turn();
}
