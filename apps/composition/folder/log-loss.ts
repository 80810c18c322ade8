/**
 * Noticing that the log has lost events, before anything is built on what is left. A backup put
 * beside newer read models looks the same as a log that was cut: only the operator knows which
 * it is, so both are refused until somebody goes on knowingly, which the log then says for ever.
 */
import { DATA_LOSS_ACCEPTED, DATA_LOSS_STREAM } from '#care-event';
import {
  appendOnce,
  positionOf,
  timeOrderedId,
  type EventStore,
  type JsonObject,
  type Position,
} from '#event-store';
import { discardRemains, fileLoss, nameOfLog, type FileLoss } from '../stores/log-files.js';
import type { Places } from '../stores/places.js';
import { openGenerations } from '../stores/read-models.js';
import { removeProcessorCheckpoints } from '../stores/work.js';
import {
  keptPositions,
  lostPositions,
  type KeptPosition,
  type LostPosition,
} from './kept-positions.js';

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
    places: Places,
    readonly loss: LogLoss,
  ) {
    super(
      `Events are missing in ${nameOfLog(places)}: ${describeLoss(loss).join('; ')}. Restore the newest backup. ` +
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
export async function readEvidence(places: Places): Promise<FolderEvidence> {
  const kept = await keptPositions(places);
  const files = fileLoss(places, kept.length > 0);
  if (files === undefined) discardRemains(places);
  return { kept, files };
}

/** @throws LogLossFound where opening the log would remove what shows the loss */
export function refuseFileLoss(places: Places, { files, kept }: FolderEvidence): void {
  if (files === undefined) return;
  const found = 'other-log';
  const positions = files === 'wal-cut' ? [] : kept.map((each) => ({ ...each, found }) as const);
  throw new LogLossFound(places, { files, positions, end: undefined });
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
  places: Places,
  store: EventStore,
  { loss, now }: { readonly loss: LogLoss; readonly now: number },
): Promise<void> {
  const generations = await openGenerations(places);
  const lock = await generations.lock('the process that goes on after a loss');
  try {
    const data = lossData(loss);
    const id = timeOrderedId(now, DATA_LOSS_ACCEPTED, JSON.stringify(data));
    await appendOnce(store, DATA_LOSS_STREAM, [
      { id, type: DATA_LOSS_ACCEPTED, data, metadata: {} },
    ]);
    const isLostBy = (wanted: LostPosition['kind']): boolean =>
      loss.positions.some(({ kind }) => kind === wanted);
    if (isLostBy('read model')) await generations.removeAll();
    if (isLostBy('processor')) await removeProcessorCheckpoints(places);
  } finally {
    await lock.release();
    await generations.close();
  }
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
