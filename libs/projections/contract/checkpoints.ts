/** Checkpoints: written with the rows that they stand for, or not at all. */
import { describe, expect, it } from '@jest/globals';
import { tokenOf, type LogToken } from '#event-store';
import {
  CHECKPOINTS,
  readCheckpoints,
  saveCheckpoints,
  modelsPosition,
} from '../port/checkpoints.js';
import { ReadModelsOutdated } from '../port/errors.js';
import type { ReadModels } from '../port/read-models.js';
import type { Tables } from '../port/tables.js';
import { at, onNewModels, type ContractModels, type OpenModels } from './harness.js';

const WAITS = { name: 'waits', version: 3 };
const CASES = { name: 'cases', version: 1 };

const token = (position: number | bigint): LogToken =>
  tokenOf('log-1', { position: at(position), id: `event-${position}`, recordedAt: 1 });

/** The suite's database holds the program's own table of checkpoints too. */
async function withCheckpoints(models: ContractModels): Promise<ReadModels<Tables>> {
  await models.write((transaction) => transaction.createTable(CHECKPOINTS));
  return models as unknown as ReadModels<Tables>;
}

export function describeCheckpoints(open: OpenModels): void {
  describe('checkpoints', () => {
    it(
      'say of each model where it stands, beyond 2^53 too',
      onNewModels(open, async (opened) => {
        const models = await withCheckpoints(opened);
        const far = token(2n ** 53n + 1n);
        await models.write(async (transaction) => {
          await saveCheckpoints(transaction, [WAITS, CASES], undefined);
          await saveCheckpoints(transaction, [WAITS], far);
        });
        const stored = await models.read(readCheckpoints);
        expect(Object.fromEntries(stored)).toEqual({
          waits: { version: 3, token: far },
          cases: { version: 1, token: undefined },
        });
      }),
    );

    it(
      'stay as they were where their transaction fails',
      onNewModels(open, async (opened) => {
        const models = await withCheckpoints(opened);
        await models.write((transaction) => saveCheckpoints(transaction, [WAITS], token(5)));
        const failed = models.write(async (transaction) => {
          await saveCheckpoints(transaction, [WAITS], token(9));
          throw new Error('the disk is full');
        });
        await expect(failed).rejects.toThrow('the disk is full');
        expect(await models.read((view) => modelsPosition(view, [WAITS]))).toBe('5');
      }),
    );

    it(
      'let an answer stand where the model that is furthest behind stands',
      onNewModels(open, async (opened) => {
        const models = await withCheckpoints(opened);
        const stand = (wanted: readonly (typeof WAITS)[]) =>
          models.read((view) => modelsPosition(view, wanted));
        await models.write(async (transaction) => {
          await saveCheckpoints(transaction, [WAITS], token(10));
          await saveCheckpoints(transaction, [CASES], token(9));
        });
        expect(await stand([WAITS, CASES])).toBe('9');
        await models.write((transaction) => saveCheckpoints(transaction, [CASES], undefined));
        expect(await stand([WAITS, CASES])).toBeUndefined();
        expect(await stand([WAITS])).toBe('10');
        await expect(stand([{ ...WAITS, version: 4 }])).rejects.toThrow(ReadModelsOutdated);
      }),
    );
  });
}
