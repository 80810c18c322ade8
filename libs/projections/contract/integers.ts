/** Whole numbers: 64 bits for positions of the log, 53 for everything else, and never a rounded one. */
import { describe, expect, it } from '@jest/globals';
import { IntegerOutOfRange } from '../port/errors.js';
import {
  addVisits,
  at,
  COUNT,
  onNewModels,
  visit,
  visitsIn,
  type ContractModels,
  type OpenModels,
} from './harness.js';

const MAX = 2n ** 63n - 1n;
/** Neighbours of which a double holds only every other one. */
const BEYOND = [2n ** 53n, 2n ** 53n + 1n, 2n ** 53n + 2n, 2n ** 62n + 1n, MAX];

function count(models: ContractModels, n: number): Promise<void> {
  const row = { kind: 'seen', pathway: '', n, last_position: at(1) };
  return models.write((transaction) => transaction.insert(COUNT, [row]));
}

export function describeIntegers(open: OpenModels): void {
  describe('whole numbers', () => {
    it(
      'come back exactly as positions beyond 2^53, in their order, in rows and pages',
      onNewModels(open, async (models) => {
        const rows = [9n, 10n, ...BEYOND].map((n) => visit(n, { next_position: at(MAX - n) }));
        await addVisits(models, rows.toReversed());
        expect(await visitsIn(models)).toEqual(rows);
        const paged = await models.read(async (view) => {
          const query = view.db.selectFrom('visits').selectAll().orderBy('position');
          const pages = [];
          for await (const page of view.pages(query)) pages.push(...page);
          return pages;
        });
        expect(paged).toEqual(rows);
      }),
    );

    it(
      'are compared exactly as positions',
      onNewModels(open, async (models) => {
        await addVisits(
          models,
          BEYOND.map((n) => visit(n)),
        );
        const after = await models.read(({ db }) =>
          db
            .selectFrom('visits')
            .select(({ fn }) => [fn.min('position').as('first_position')])
            .where('position', '>', at(2n ** 53n))
            .executeTakeFirstOrThrow(),
        );
        expect(after).toEqual({ first_position: at(2n ** 53n + 1n) });
      }),
    );

    it(
      'are refused as positions that do not fit 64 bits or are no digits',
      onNewModels(open, async (models) => {
        for (const position of [at(MAX + 1n), at('-1'), at('1e3'), at('')]) {
          const written = addVisits(models, [{ ...visit(1), position }]);
          await expect(written).rejects.toThrow(IntegerOutOfRange);
        }
        expect(await visitsIn(models)).toEqual([]);
      }),
    );

    it(
      'come back as numbers up to 2^53 - 1 and are refused beyond',
      onNewModels(open, async (models) => {
        const seen = [0, -5, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
        await addVisits(
          models,
          seen.map((n, row) => visit(row, { seen: n })),
        );
        expect((await visitsIn(models)).map((row) => row.seen)).toEqual(seen);
        for (const n of [2 ** 53, -(2 ** 53), 0.5, NaN, Infinity])
          await expect(addVisits(models, [visit(99, { seen: n })])).rejects.toThrow(
            IntegerOutOfRange,
          );
      }),
    );

    it(
      'are a fault and not a rounded answer where they have grown beyond 2^53',
      onNewModels(open, async (models) => {
        await count(models, Number.MAX_SAFE_INTEGER);
        await count(models, 2);
        const read = models.read(({ db }) => db.selectFrom('counts').select('n').execute());
        await expect(read).rejects.toThrow(IntegerOutOfRange);
      }),
    );
  });
}
