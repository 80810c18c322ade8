/** Read models in schemas of a PostgreSQL database. */
export { PostgresGenerations } from './postgres-generations.js';
