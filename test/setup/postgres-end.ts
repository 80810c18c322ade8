/** Runs once after all spec files: ends the PostgreSQL that was started for them. */
import { endForTests } from './postgres.js';

/** @public Jest calls it. */
export default endForTests;
