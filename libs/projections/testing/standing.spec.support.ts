/** Where the read models stand, for tests. */
import { standingOf, type Checkpoint } from '../port/checkpoints.js';
import { ALL_MODELS } from '../models/all-models.js';
import type { ReadModels } from '../port/read-models.js';

/** @throws ReadModelsOutdated one of them was never built, or by another version */
export function standingOfModels(models: ReadModels): Promise<Checkpoint> {
  return models.read((view) => standingOf(view, ALL_MODELS));
}
