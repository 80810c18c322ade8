/**
 * One command at a time per patient within this process. Correctness does not
 * need it (the expected revision guards the stream); without it a burst of events
 * for one patient would only make the optimistic retries run out.
 */
export class KeyedExecutor {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(patient: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(patient);
    const mine = before === undefined ? work() : before.then(work, work);
    this.tails.set(patient, mine);
    const leave = (): void => {
      if (this.tails.get(patient) === mine) this.tails.delete(patient);
    };
    mine.then(leave, leave);
    return mine;
  }
}
