/** What tests share that wait for what happens in the background. */
export { waitUntil } from './wait-until.js';
