/** Reading: one state from beginning to end, in pages where there is much, never of what nobody made. */
import { describe, expect, it } from '@jest/globals';
import { ReadModelsOutdated } from '../port/errors.js';
import { addVisits, onNewModels, visit, visitsIn, type OpenModels } from './harness.js';

const ROWS = 2_500;

export function describeReading(open: OpenModels): void {
  describe('reading', () => {
    it(
      'sees one state whatever is written meanwhile',
      onNewModels(open, async (models) => {
        await addVisits(models, [visit(1)]);
        let written: Promise<void> | undefined;
        const seen = await models.read(async ({ db }) => {
          const count = async () => (await db.selectFrom('visits').selectAll().execute()).length;
          const before = await count();
          written = addVisits(models, [visit(2)]);
          return [before, await count()];
        });
        await written;
        expect(seen).toEqual([1, 1]);
        expect(await visitsIn(models)).toHaveLength(2);
      }),
    );

    it(
      'gives every row once, in pages, in the order asked for',
      onNewModels(open, async (models) => {
        const rows = Array.from({ length: ROWS }, (_, n) => visit(n));
        await addVisits(models, rows);
        const pages = await models.read(async (view) => {
          const sizes: number[] = [];
          const read: string[] = [];
          const query = view.db.selectFrom('visits').select('position').orderBy('position');
          for await (const page of view.pages(query)) {
            sizes.push(page.length);
            read.push(...page.map(({ position }) => position));
          }
          expect(read).toEqual(rows.map(({ position }) => position));
          return sizes;
        });
        expect(pages.length).toBeGreaterThan(1);
        expect(Math.max(...pages)).toBeLessThan(ROWS);
      }),
    );

    it(
      'orders and compares texts by the bytes of their UTF-8',
      onNewModels(open, async (models) => {
        const ordered = [
          '',
          '\0',
          '\u0001',
          '\u0001\0',
          '\u0002',
          ' ',
          'A',
          'Z',
          'a',
          'ab',
          'b',
          'ä',
        ];
        ordered.push('\uffee', '😀');
        const rows = ordered.map((patient, n) => visit(n, { patient }));
        await addVisits(models, rows.toReversed());
        const all = models.read(({ db }) =>
          db.selectFrom('visits').select('patient').orderBy('patient').execute(),
        );
        expect((await all).map(({ patient }) => patient)).toEqual(ordered);
        for (const [n, patient] of ordered.entries()) {
          const after = await models.read(({ db }) =>
            db
              .selectFrom('visits')
              .select(({ fn }) => [fn.countAll<number>().as('n'), fn.min('patient').as('first')])
              .where('patient', '>', patient)
              .executeTakeFirstOrThrow(),
          );
          expect(after).toEqual({ n: ordered.length - n - 1, first: ordered[n + 1] ?? null });
        }
      }),
    );

    it(
      'finds nothing in an empty list',
      onNewModels(open, async (models) => {
        await addVisits(models, [visit(1)]);
        const found = models.read(({ db }) =>
          db.selectFrom('visits').selectAll().where('patient', 'in', []).execute(),
        );
        expect(await found).toEqual([]);
      }),
    );

    it(
      'goes on after pages that were left before the last',
      onNewModels(open, async (models) => {
        await addVisits(
          models,
          Array.from({ length: ROWS }, (_, n) => visit(n)),
        );
        await models.read(async (view) => {
          const query = view.db.selectFrom('visits').select('position').orderBy('position');
          for await (const page of view.pages(query)) if (page.length > 0) break;
          expect(await view.db.selectFrom('visits').selectAll().execute()).toHaveLength(ROWS);
        });
        await addVisits(models, [visit(ROWS)]);
      }),
    );

    it(
      'ends before the next page once nobody waits for it, and not begun it never begins',
      onNewModels(open, async (models) => {
        await addVisits(
          models,
          Array.from({ length: ROWS }, (_, n) => visit(n)),
        );
        const gone = new AbortController();
        let pages = 0;
        const readPages = (): Promise<void> =>
          models.read(
            async (view) => {
              const query = view.db.selectFrom('visits').select('position').orderBy('position');
              for await (const page of view.pages(query)) {
                pages += Math.sign(page.length);
                gone.abort(new Error('gone'));
              }
            },
            { signal: gone.signal },
          );
        await expect(readPages()).rejects.toThrow('gone');
        expect(pages).toBe(1);
        await expect(readPages()).rejects.toThrow('gone');
        expect(pages).toBe(1);
        expect(await visitsIn(models)).toHaveLength(ROWS);
      }),
    );

    it(
      'says which table nobody has made yet',
      onNewModels(open, async (models) => {
        const read = models.read(({ db }) => db.selectFrom('checkpoints').selectAll().execute());
        await expect(read).rejects.toThrow(ReadModelsOutdated);
      }),
    );
  });
}
