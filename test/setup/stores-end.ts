/** Runs once after all spec files: ends the server that was started for them. */
import { endStore } from './stores.js';

/** @public Jest calls it. */
export default endStore;
