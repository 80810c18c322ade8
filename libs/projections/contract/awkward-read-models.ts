/**
 * Read models as a database server far away may have them: every answer comes late, after
 * other work has had its turn; a call that is made before the last one was answered, or
 * after its transaction has ended, is refused; and the answer to a commit can be lost.
 */
import type { Kysely, KyselyPlugin } from 'kysely';
import { CommitUnknown } from '../port/errors.js';
import type { ReadModels, ReadOptions, ReadView, WriteTransaction } from '../port/read-models.js';
import type { Tables } from '../port/tables.js';
import type { LostCommit } from './harness.js';

class Undone extends Error {}

export class AwkwardReadModels<DB = Tables> implements ReadModels<DB> {
  readonly access: 'write' | 'read';
  private lost: LostCommit | undefined;

  /** @param turns of the event loop that an answer takes longer, asked for each */
  constructor(
    private readonly models: ReadModels<DB>,
    private readonly turns: () => number,
  ) {
    this.access = models.access;
  }

  /** Loses the answer to the next commit, which takes place or does not. */
  loseNextCommit(what: LostCommit): void {
    this.lost = what;
  }

  async write<T>(work: (transaction: WriteTransaction<DB>) => Promise<T>): Promise<T> {
    const lost = this.lost;
    this.lost = undefined;
    try {
      const result = await this.models.write(async (transaction) => {
        const calls = new Calls(this.turns);
        const done = await work(calls.transaction(transaction));
        calls.end();
        if (lost === 'undone') throw new Undone();
        return done;
      });
      await later(this.turns());
      if (lost === undefined) return result;
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
    }
    throw new CommitUnknown();
  }

  async read<T>(work: (view: ReadView<DB>) => Promise<T>, options: ReadOptions = {}): Promise<T> {
    const result = await this.models.read(async (view) => {
      const calls = new Calls(this.turns);
      const answer = await work(calls.view(view));
      calls.end();
      return answer;
    }, options);
    await later(this.turns());
    return result;
  }

  close(): Promise<void> {
    return this.models.close();
  }
}

/** The calls of one transaction, one after the other. */
class Calls {
  private state: 'idle' | 'waiting' | 'ended' = 'idle';

  constructor(private readonly turns: () => number) {}

  end(): void {
    if (this.state === 'waiting') throw new Error('A transaction ended before its last answer.');
    this.state = 'ended';
  }

  transaction<DB>(inner: WriteTransaction<DB>): WriteTransaction<DB> {
    return {
      db: this.queries(inner.db),
      createTable: (table) => this.call(() => inner.createTable(table)),
      insert: (insert, rows) => this.call(() => inner.insert(insert, rows)),
      update: (update, rows) => this.call(() => inner.update(update, rows)),
    };
  }

  view<DB>(inner: ReadView<DB>): ReadView<DB> {
    return { db: this.queries(inner.db), pages: (query) => this.pages(inner.pages(query)) };
  }

  private async *pages<Row>(inner: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
    this.begin();
    try {
      for await (const page of inner) {
        await later(this.turns());
        yield page;
      }
    } finally {
      this.state = 'idle';
    }
  }

  private queries<DB>(db: Kysely<DB>): Kysely<DB> {
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => this.call(() => Promise.resolve(result)),
    };
    return db.withPlugin(plugin);
  }

  private async call<T>(ask: () => Promise<T>): Promise<T> {
    this.begin();
    const answer = await ask();
    await later(this.turns());
    this.state = 'idle';
    return answer;
  }

  private begin(): void {
    if (this.state === 'waiting')
      throw new Error('A call was made before the one before it was answered.');
    if (this.state === 'ended') throw new Error('A call was made after its transaction had ended.');
    this.state = 'waiting';
  }
}

async function later(turns: number): Promise<void> {
  for (let n = 0; n < turns; n += 1) await new Promise((resolve) => setImmediate(resolve));
}
