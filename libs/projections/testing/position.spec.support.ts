/** Where the read models stand, for tests. */
import type { Position } from '#event-store';
import { ALL_MODELS } from '../models/all-models.js';
import { modelsPosition } from '../port/checkpoints.js';
import type { ReadModels } from '../port/read-models.js';

/** @throws ReadModelsOutdated one of them was never built, or by another version */
export function positionOfModels(models: ReadModels): Promise<Position | undefined> {
  return models.read((view) => modelsPosition(view, ALL_MODELS));
}
