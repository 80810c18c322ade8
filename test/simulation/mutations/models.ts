/** Bugs planted in the index of wake-ups and in the read models. */
import type { DueWakeUp, WakeUpIndex } from '#engine';
import type { ReadModels } from '#projections';
import type { Planted } from '../planted.js';
import { skippingOne } from './changed-store.js';

type WriteTransaction = Parameters<Parameters<ReadModels['write']>[0]>[0];

export const TIMERS: readonly Planted[] = [
  {
    name: 'woken-before-waking',
    mistake: 'A wake-up is ticked off on disk before the patient was woken.',
    breaks: [13],
    revealedBy: { crashEverySteps: 60 },
    index: (index, { disk }) => ({
      ...indexOf(index),
      due: async (now, limit, after) => {
        const ticked = (disk.get('ticked') ?? new Set()) as Set<string>;
        disk.set('ticked', ticked);
        const due = (await index.due(now, limit, after)).filter(
          (each) => !ticked.has(nameOf(each)),
        );
        for (const each of due) ticked.add(nameOf(each));
        return due;
      },
    }),
  },
];

export const PROJECTIONS: readonly Planted[] = [
  {
    name: 'checkpoint-apart',
    mistake: 'Read models write their checkpoint in a transaction of its own.',
    breaks: [7, 8],
    revealedBy: { realModels: true, crashEverySteps: 60 },
    models: (models) => ({
      access: models.access,
      read: (work) => models.read(work),
      close: () => models.close(),
      write: async (work) => {
        const later: ((transaction: WriteTransaction) => Promise<void>)[] = [];
        const result = await models.write((transaction) =>
          work({
            ...transaction,
            insert: (insert, rows) => {
              if (insert.into.name !== 'checkpoints') return transaction.insert(insert, rows);
              later.push((afterwards) => afterwards.insert(insert, rows));
              return Promise.resolve();
            },
          }),
        );
        await models.write(async (transaction) => {
          for (const write of later) await write(transaction);
        });
        return result;
      },
    }),
  },
  {
    name: 'resumes-one-too-far',
    mistake: 'Whoever goes on from a checkpoint leaves out the first event after it.',
    breaks: [8, 12, 13],
    projectionStore: (store) => skippingOne(store),
  },
];

function indexOf(index: WakeUpIndex): WakeUpIndex {
  return {
    due: (now, limit, after) => index.due(now, limit, after),
    position: () => index.position(),
    pendingReviews: () => index.pendingReviews(),
    patientsAfter: (patient, limit) => index.patientsAfter(patient, limit),
  };
}

function nameOf({ patient, wake, position }: DueWakeUp): string {
  return `${patient} ${wake} ${position}`;
}
