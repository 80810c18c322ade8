/**
 * The read models of one process, in its own memory: each transaction is a task of the
 * scheduler. A crash in the middle of one takes it back whole, as a database does.
 */
import type { ReadModels } from '#projections';
import type { Life, Scheduler } from './scheduler.js';

type WriteTransaction = Parameters<Parameters<ReadModels['write']>[0]>[0];
type ReadView = Parameters<Parameters<ReadModels['read']>[0]>[0];

class Crashed extends Error {}

export class FaultyModels implements ReadModels {
  readonly access = 'write';
  private rejectCrashed: () => void = () => undefined;
  private readonly crashed: Promise<never>;

  constructor(
    private readonly models: ReadModels,
    private readonly scheduler: Scheduler,
    private readonly life: Life,
  ) {
    this.crashed = new Promise((_resolve, reject) => {
      this.rejectCrashed = () => reject(new Crashed());
    });
    this.crashed.catch(() => undefined);
  }

  /** Rolls back what is under way; nothing requested later is done. */
  crash(): void {
    this.rejectCrashed();
  }

  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    return this.inTurn('write models', () =>
      this.models.write((transaction) => Promise.race([work(transaction), this.crashed])),
    );
  }

  read<T>(work: (view: ReadView) => Promise<T>): Promise<T> {
    return this.inTurn('read models', () =>
      this.models.read((view) => Promise.race([work(view), this.crashed])),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private inTurn<T>(what: string, run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.scheduler.after(0, this.life, what, () => {
        run().then(resolve, (fault: unknown) => {
          if (!(fault instanceof Crashed))
            reject(fault instanceof Error ? fault : new Error(String(fault)));
        });
      });
    });
  }
}
