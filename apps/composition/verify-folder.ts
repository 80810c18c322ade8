/** The log of a folder read from its first to its last byte, beside whoever writes it. */
import { verifyLog, type FaultyPlace } from '#engine';
import { LogFileDamaged } from '#event-store';
import { dataFolder } from './folder/data-folder.js';
import { describeLoss, findLoss, readEvidence, refuseFileLoss } from './folder/log-loss.js';
import { shareOf } from './distance/share-of-log.js';
import { openLogForReading } from './stores/log.js';
import type { Installation } from './stores/places.js';
import { checkStructures, countWithoutChecksum } from './stores/log-files.js';

export interface VerifiedFolder {
  /** Nothing was found. */
  readonly whole: boolean;
  readonly events: number;
  readonly streams: number;
  /** How many events have no checksum, so that a changed value of theirs is not noticed. */
  readonly unchecked: number;
  /** What the log once had, and who knows of it: a sentence each. */
  readonly loss: readonly string[];
  /** What is wrong with the file itself, in SQLite's words. */
  readonly file: readonly string[];
  /** How many places of the log are faulty. */
  readonly faulty: number;
  /** The first of them. */
  readonly places: readonly FaultyPlace[];
}

export interface VerifyOptions {
  readonly onProgress?: (done: { readonly events: number; readonly share: number }) => void;
}

/** @throws StoreMissing, FormatTooNew, UnsafeStorage; LogLossFound where opening the log would hide a loss */
export async function verifyFolder(
  installation: Installation,
  { onProgress }: VerifyOptions = {},
): Promise<VerifiedFolder> {
  const folder = dataFolder(installation);
  const nothing = { events: 0, streams: 0, unchecked: 0, loss: [], faulty: 0, places: [] };
  const file: string[] = [];
  try {
    const evidence = await readEvidence(folder);
    refuseFileLoss(folder, evidence);
    file.push(...checkStructures(folder));
    const store = await openLogForReading(folder);
    try {
      const head = await store.head();
      const log = await verifyLog(store, (events, last) =>
        onProgress?.({ events, share: shareOf(last, head) }),
      );
      const found = await findLoss(store, evidence);
      const loss = found === undefined ? [] : describeLoss(found);
      const whole = file.length === 0 && log.faulty === 0 && loss.length === 0;
      return { whole, ...log, unchecked: countWithoutChecksum(folder), loss, file };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof LogFileDamaged)) throw error;
    if (!file.includes(error.reason)) file.push(error.reason);
    return { whole: false, ...nothing, file };
  }
}
