/** Transactions: whole or not at all, one after the other. */
import { describe, expect, it } from '@jest/globals';
import { CommitUnknown, ReadModelsClosed } from '../port/errors.js';
import {
  ADD_VISITS,
  addVisits,
  COUNT,
  at,
  onNewModels,
  visit,
  visitsIn,
  type LostCommit,
  type OpenModels,
} from './harness.js';

export function describeTransactions(open: OpenModels): void {
  describe('transactions', () => {
    it(
      'write all of several tables or nothing',
      onNewModels(open, async (models) => {
        const fault = new Error('the fold failed');
        const failed = models.write(async (transaction) => {
          await transaction.insert(ADD_VISITS, [visit(1), visit(2)]);
          await transaction.insert(COUNT, [
            { kind: 'seen', pathway: '', n: 1, last_position: at(2) },
          ]);
          throw fault;
        });
        await expect(failed).rejects.toBe(fault);
        expect(await visitsIn(models)).toEqual([]);
        const counts = await models.read(({ db }) => db.selectFrom('counts').selectAll().execute());
        expect(counts).toEqual([]);
      }),
    );

    it(
      'see what they have written',
      onNewModels(open, async (models) => {
        const seen = await models.write(async (transaction) => {
          await transaction.insert(ADD_VISITS, [visit(1)]);
          return transaction.db.selectFrom('visits').select('position').execute();
        });
        expect(seen).toEqual([{ position: '1' }]);
      }),
    );

    it(
      'follow one another in the order asked for',
      onNewModels(open, async (models) => {
        const order: number[] = [];
        const writes = [1, 2, 3, 4, 5].map((n) =>
          models.write(async (transaction) => {
            order.push(n);
            await transaction.insert(ADD_VISITS, [visit(n)]);
            order.push(n);
          }),
        );
        await Promise.all(writes);
        expect(order).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
      }),
    );

    it(
      'go on after one that failed',
      onNewModels(open, async (models) => {
        const failed = models.write(() => Promise.reject(new Error('no')));
        const next = addVisits(models, [visit(1)]);
        await expect(failed).rejects.toThrow('no');
        await next;
        expect(await visitsIn(models)).toHaveLength(1);
      }),
    );

    it.each<LostCommit>(['kept', 'undone'])(
      'whose commit is %s and its answer lost say that nobody knows',
      (fate) =>
        onNewModels(open, async (models, { loseNextCommit }) => {
          if (loseNextCommit === undefined) return;
          loseNextCommit(fate);
          await expect(addVisits(models, [visit(1), visit(2)])).rejects.toThrow(CommitUnknown);
          expect(await visitsIn(models)).toHaveLength(fate === 'kept' ? 2 : 0);
          await addVisits(models, [visit(3)]);
        })(),
    );

    it(
      'are finished before the models are closed, and refused afterwards',
      onNewModels(open, async (models, { reopen }) => {
        const last = addVisits(models, [visit(1)]);
        await models.close();
        await models.close();
        await last;
        await expect(addVisits(models, [visit(2)])).rejects.toThrow(ReadModelsClosed);
        await expect(visitsIn(models)).rejects.toThrow(ReadModelsClosed);
        if (reopen !== undefined) expect(await visitsIn(await reopen())).toEqual([visit(1)]);
      }),
    );
  });
}
