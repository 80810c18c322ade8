/**
 * `npm run demo`: a small made-up region on a fresh data folder. Publishes the
 * back-pain pathway, starts the server, sends the region's reports to it, and shows
 * where its patients stall.
 */
import { processIo } from '../io.js';
import { runDemo } from './run-demo.js';

process.exitCode = await runDemo(process.argv.slice(2), processIo());
