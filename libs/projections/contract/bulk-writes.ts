/** Bulk writes: many rows in one call, and what becomes of those that are there already. */
import { describe, expect, it } from '@jest/globals';
import type { Insert } from '../port/bulk-write.js';
import { RepeatedKey } from '../port/errors.js';
import {
  ADD_VISITS,
  addVisits,
  at,
  COUNT,
  onNewModels,
  SEE,
  visit,
  VISITS,
  visitsIn,
  type ContractTables,
  type OpenModels,
} from './harness.js';

/** Those that are there stay. */
const KEEP: Insert<ContractTables, 'visits'> = { into: VISITS, onConflict: { key: ['position'] } };

/** More than the parameters that one statement takes anywhere. */
const MANY = 70_000;

export function describeBulkWrites(open: OpenModels): void {
  describe('bulk writes', () => {
    it(
      `take ${MANY} rows in one call, and none`,
      onNewModels(open, async (models) => {
        const rows = Array.from({ length: MANY }, (_, n) => visit(n + 1));
        await addVisits(models, []);
        await addVisits(models, rows);
        const [counted] = await models.read(({ db }) =>
          db
            .selectFrom('visits')
            .select(({ fn }) => [fn.countAll<number>().as('n')])
            .execute(),
        );
        expect(counted).toEqual({ n: MANY });
      }),
    );

    it(
      'keep texts as they are',
      onNewModels(open, async (models) => {
        const texts = ['Å være – 👩‍⚕️', 'it\'s "quoted"; --', 'tab\tline\nslash\\', '', '12', 'null'];
        const rows = texts.map((patient, n) => visit(n + 1, { patient }));
        await addVisits(models, rows);
        expect(await visitsIn(models)).toEqual(rows);
      }),
    );

    it(
      'keep characters that a database may not have, and what of a half one UTF-8 can say',
      onNewModels(open, async (models) => {
        const texts = [
          '\0',
          'a\0',
          'a\u0001',
          '\u0001\u0001\0\u0002',
          '\u0002\0\0',
          '\uffff',
          '😀',
        ];
        const rows = texts.map((patient, n) => visit(n + 1, { patient }));
        await addVisits(models, [...rows, visit(99, { patient: 'half \ud83d' })]);
        expect(await visitsIn(models)).toEqual([...rows, visit(99, { patient: 'half \ufffd' })]);
        for (const { patient } of rows) {
          const found = models.read(({ db }) =>
            db.selectFrom('visits').select('patient').where('patient', '=', patient).execute(),
          );
          expect(await found).toEqual([{ patient }]);
        }
      }),
    );

    it(
      'refuse a row whose key is there, unless it is said what becomes of it',
      onNewModels(open, async (models) => {
        await addVisits(models, [visit(1, { patient: 'old' })]);
        await expect(addVisits(models, [visit(2), visit(1)])).rejects.toThrow();
        expect(await visitsIn(models)).toEqual([visit(1, { patient: 'old' })]);
        await models.write((transaction) =>
          transaction.insert(KEEP, [visit(1, { patient: 'new' }), visit(2, { patient: 'new' })]),
        );
        expect((await visitsIn(models)).map(({ patient }) => patient)).toEqual(['old', 'new']);
      }),
    );

    it(
      'replace some columns of a row that is there and add to others',
      onNewModels(open, async (models) => {
        const count = (n: number, last: number) => [
          { kind: 'seen', pathway: 'hip', n, last_position: at(last) },
          { kind: 'seen', pathway: '', n: 1, last_position: at(last) },
        ];
        await models.write((transaction) => transaction.insert(COUNT, count(2, 7)));
        await models.write((transaction) => transaction.insert(COUNT, count(3, 9)));
        const rows = await models.read(({ db }) =>
          db.selectFrom('counts').selectAll().orderBy('pathway').execute(),
        );
        expect(rows).toEqual([
          { kind: 'seen', pathway: '', n: 2, last_position: '9' },
          { kind: 'seen', pathway: 'hip', n: 5, last_position: '9' },
        ]);
      }),
    );

    it(
      'change rows that are there by their key, where a column is null',
      onNewModels(open, async (models) => {
        await addVisits(models, [visit(1), visit(2, { seen: 5 }), visit(3)]);
        await models.write((transaction) =>
          transaction.update(
            SEE,
            [1, 2, 4].map((n) => ({ patient: 'p1', position: at(n), seen: 9 })),
          ),
        );
        expect((await visitsIn(models)).map(({ seen }) => seen)).toEqual([9, 5, null]);
      }),
    );

    it(
      'refuse two rows with one key, of which one would have to win',
      onNewModels(open, async (models) => {
        await addVisits(models, [visit(1)]);
        const twice = [1, 1].map((n) => ({ patient: 'p1', position: at(n), seen: n }));
        const updated = models.write((transaction) => transaction.update(SEE, twice));
        await expect(updated).rejects.toThrow(RepeatedKey);
        const kept = models.write((transaction) => transaction.insert(KEEP, [visit(2), visit(2)]));
        await expect(kept).rejects.toThrow(RepeatedKey);
        expect(await visitsIn(models)).toEqual([visit(1)]);
      }),
    );

    it(
      'begin anew where a table is made again',
      onNewModels(open, async (models) => {
        await addVisits(models, [visit(1)]);
        await models.write(async (transaction) => {
          await transaction.createTable(VISITS);
          await transaction.insert(ADD_VISITS, [visit(2)]);
        });
        expect(await visitsIn(models)).toEqual([visit(2)]);
      }),
    );
  });
}
