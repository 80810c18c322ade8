/** Read models in SQLite files. */
export { openReadModels } from './open-read-models.js';
export { Generations } from './generations.js';
export { openServingReadModels } from './serving-read-models.js';
