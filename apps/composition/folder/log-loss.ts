/**
 * Noticing that the log has lost events, before anything is built on what is left. A backup put
 * beside newer read models looks the same as a log that was cut: only the operator knows which
 * it is, so both are refused until somebody goes on knowingly, which the log then says for ever.
 */
import { rmSync, statSync } from 'node:fs';
import { DATA_LOSS_ACCEPTED, DATA_LOSS_STREAM } from '#care-event';
import {
  appendOnce,
  positionOf,
  StoreLocked,
  timeOrderedId,
  type EventStore,
  type JsonObject,
  type Position,
} from '#event-store';
import { acquireFileLock, cutWal, discardOutdatedWal, requireUsable } from '#event-store/sqlite';
import { Generations } from '#projections/sqlite';
import type { DataFolder } from './data-folder.js';
import {
  keptPositions,
  lostPositions,
  type KeptPosition,
  type LostPosition,
} from './kept-positions.js';

/** What is wrong with the files of the log: seen before it is opened, since that makes them anew. */
export type FileLoss = 'log-missing' | 'log-empty' | 'wal-cut';

export interface LogLoss {
  readonly files: FileLoss | undefined;
  readonly positions: readonly LostPosition[];
  /** Where the log ends; undefined where there is none, or nothing in it. */
  readonly end: Position | undefined;
}

/** The log lacks events that it once had. */
export class LogLossFound extends Error {
  readonly code = 'log-loss';
  override readonly name = 'LogLossFound';
  constructor(
    folder: DataFolder,
    readonly loss: LogLoss,
  ) {
    super(
      `Events are missing in ${folder.log}: ${describeLoss(loss).join('; ')}. Restore the newest backup. ` +
        'If this is the newest, for example because you have just restored it, what was recorded after ' +
        'it is lost: start once with --accept-loss, as in stafett serve --accept-loss, to go on without ' +
        'it. The log then says so.',
    );
  }
}

/** What a folder shows before its log is opened. */
export interface FolderEvidence {
  readonly files: FileLoss | undefined;
  readonly kept: readonly KeptPosition[];
}

/** To be called before this process opens the log. @throws LogFileDamaged */
export async function readEvidence(folder: DataFolder): Promise<FolderEvidence> {
  const kept = await keptPositions(folder);
  const files = fileLoss(folder, kept);
  if (files === undefined) discardRemains(folder);
  return { kept, files };
}

/**
 * What is left of a write-ahead log that was cut, and is older than the log, would be laid over it.
 * To be called before this process opens the log, once nothing is lost or the loss is accepted.
 */
export function discardRemains({ log }: DataFolder): void {
  try {
    discardOutdatedWal(log);
  } catch (error) {
    // Whoever writes there has done so.
    if (!(error instanceof StoreLocked)) throw error;
  }
}

/** @throws LogLossFound where opening the log would remove what shows the loss */
export function refuseFileLoss(folder: DataFolder, { files, kept }: FolderEvidence): void {
  if (files === undefined) return;
  const found = 'other-log';
  const positions = files === 'wal-cut' ? [] : kept.map((each) => ({ ...each, found }) as const);
  throw new LogLossFound(folder, { files, positions, end: undefined });
}

/** Undefined where the log has everything that is known of it. */
export async function findLoss(
  store: EventStore,
  { files, kept }: FolderEvidence,
): Promise<LogLoss | undefined> {
  const positions = await lostPositions(store, kept);
  if (files === undefined && positions.length === 0) return undefined;
  return { files, positions, end: await store.head() };
}

/**
 * Records the loss, then removes what was made from the lost events: read models and
 * checkpoints are made anew from what there is. A crash in between is asked about again.
 *
 * @throws StoreLocked while a report builds the read models
 */
export async function acceptLoss(
  folder: DataFolder,
  store: EventStore,
  { loss, now }: { readonly loss: LogLoss; readonly now: number },
): Promise<void> {
  const lock = acquireFileLock(folder.readModelsLock, 'the process that goes on after a loss');
  try {
    const data = lossData(loss);
    const id = timeOrderedId(now, DATA_LOSS_ACCEPTED, JSON.stringify(data));
    await appendOnce(store, DATA_LOSS_STREAM, [
      { id, type: DATA_LOSS_ACCEPTED, data, metadata: {} },
    ]);
    const isLostBy = (wanted: LostPosition['kind']): boolean =>
      loss.positions.some(({ kind }) => kind === wanted);
    if (isLostBy('read model')) new Generations(folder.readModels).removeAll();
    if (isLostBy('processor'))
      for (const suffix of ['', '-wal', '-shm'])
        rmSync(folder.checkpoints + suffix, { force: true });
  } finally {
    lock.release();
  }
}

/** Without the log, a write-ahead log beside it is nothing that could be opened. */
function fileLoss({ log }: DataFolder, kept: readonly KeptPosition[]): FileLoss | undefined {
  const bytes = sizeOf(log);
  if (bytes !== undefined && bytes > 0) {
    requireUsable(log);
    return cutWal(log)?.lost === true ? 'wal-cut' : undefined;
  }
  const isKnown = kept.length > 0 || (sizeOf(`${log}-wal`) ?? 0) > 0;
  if (!isKnown) return undefined;
  return bytes === undefined ? 'log-missing' : 'log-empty';
}

function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}

const FILES: Readonly<Record<FileLoss, string>> = {
  'log-missing':
    'the file is missing, though there was a log to which other files of the folder belong',
  'log-empty':
    'the file is empty, though there was a log to which other files of the folder belong',
  'wal-cut': 'log.db-wal, which held its last events, is missing or was cut',
};

/** One sentence for each thing that is known: which positions are missing, and who knows of them. */
export function describeLoss({ files, positions, end }: LogLoss): readonly string[] {
  const sentences = files === undefined ? [] : [FILES[files]];
  const groups = Map.groupBy(
    positions,
    ({ kind, found, token }) => `${kind} ${found} ${positionOf(token)}`,
  );
  for (const group of groups.values()) {
    const [{ kind, found, token }] = group as [LostPosition];
    const names = group.map(({ name }) => name);
    const who = `the ${kind}${names.length > 1 ? 's' : ''} ${names.join(', ')}`;
    sentences.push(sentenceOn(found, { who, position: positionOf(token), end }));
  }
  return sentences;
}

function sentenceOn(
  found: LostPosition['found'],
  { who, position, end }: { who: string; position: Position; end: Position | undefined },
): string {
  if (found === 'beyond-end') {
    const ends = end === undefined ? 'it has no events' : `it ends at position ${end}`;
    return `${ends}, but ${who} had reached position ${position}`;
  }
  return found === 'other-event'
    ? `at position ${position} it has another event than the one that ${who} had reached`
    : `it is not the log in which ${who} had reached position ${position}`;
}

function lossData({ files, positions, end }: LogLoss): JsonObject {
  return {
    end: end ?? null,
    ...(files === undefined ? {} : { files }),
    positions: positions.map(({ kind, name, token, found }) => ({
      ...{ kind, name, found, position: positionOf(token) },
    })),
  };
}
