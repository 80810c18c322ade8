/** Read models in a SQLite file. */
export { openReadModels } from './open-read-models.js';
