/** Read models in a SQLite file. */
export { openReadModels, type OpenReadModelsOptions } from './open-read-models.js';
