/** Notices a clock that was set: what it shows moves otherwise than the time that has passed. */

/** Clocks are kept right by far smaller steps. */
const JUMP_MS = 60_000;

export class ClockJumps {
  private reading: number;
  private passed: number;
  private noticed = 0;

  /** @param elapsedMs goes on whatever a clock is set to */
  constructor(
    private readonly clock: () => number,
    private readonly elapsedMs: () => number = () => performance.now(),
  ) {
    this.reading = clock();
    this.passed = elapsedMs();
  }

  /** How often it was set since the start. */
  get count(): number {
    return this.noticed;
  }

  /** By how much it was set since the last look, ms; less than 0: back; undefined: not at all. */
  look(): number | undefined {
    const [reading, passed] = [this.clock(), this.elapsedMs()];
    const jumped = reading - this.reading - (passed - this.passed);
    this.reading = reading;
    this.passed = passed;
    if (Math.abs(jumped) < JUMP_MS) return undefined;
    this.noticed += 1;
    return jumped;
  }
}
