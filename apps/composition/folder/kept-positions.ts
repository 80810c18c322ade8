/**
 * What is known of the log outside of it: how far the read models and the processors have come.
 * It is how a log that was lost, shortened or replaced is told from one that is whole.
 */
import { checkToken, type EventStore, type LogToken, type TokenCheck } from '#event-store';
import {
  modelTokens,
  ReadModelsDamaged,
  ReadModelsOutdated,
  type ReadModelGenerations,
} from '#projections';
import type { Places } from '../stores/places.js';
import { openGenerations } from '../stores/read-models.js';
import { readProcessorCheckpoints } from '../stores/work.js';

export interface KeptPosition {
  readonly kind: 'read model' | 'processor';
  /** Such as `journeys` or `handovers`. */
  readonly name: string;
  readonly token: LogToken;
}

/** A position that the log does not have, or where it has another event. */
export interface LostPosition extends KeptPosition {
  readonly found: Exclude<TokenCheck, 'same'>;
}

/** Needs no lock. A file that is damaged knows nothing: whoever opens it says so. */
export async function keptPositions(places: Places): Promise<readonly KeptPosition[]> {
  const processors = await readProcessorCheckpoints(places);
  const generations = await openGenerations(places);
  try {
    return [
      ...kept('read model', await readModelTokens(generations)),
      ...kept('processor', processors),
    ];
  } finally {
    await generations.close();
  }
}

export async function lostPositions(
  store: EventStore,
  positions: readonly KeptPosition[],
): Promise<readonly LostPosition[]> {
  const lost: LostPosition[] = [];
  for (const position of positions) {
    const found = await checkToken(store, position.token);
    if (found !== 'same') lost.push({ ...position, found });
  }
  return lost;
}

function kept(
  kind: KeptPosition['kind'],
  tokens: ReadonlyMap<string, LogToken>,
): readonly KeptPosition[] {
  return [...tokens].map(([name, token]) => ({ kind, name, token }));
}

/** Of the generation that serves. */
async function readModelTokens(
  generations: ReadModelGenerations,
): Promise<ReadonlyMap<string, LogToken>> {
  if (!(await generations.isThere())) return new Map();
  try {
    const models = await generations.open(await generations.serving(), 'read');
    try {
      return await modelTokens(models);
    } finally {
      await models.close();
    }
  } catch (error) {
    if (error instanceof ReadModelsOutdated || isDamage(error)) return new Map();
    throw error;
  }
}

function isDamage(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return error instanceof ReadModelsDamaged || String(code).startsWith('SQLITE_CORRUPT');
}
