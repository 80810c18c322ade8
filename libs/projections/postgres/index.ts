/** Read models in schemas of a PostgreSQL database. */
export { PostgresGenerations } from './postgres-generations.js';
export { openReadModels } from './open-read-models.js';
