/**
 * `npm run demo`: a small made-up region on a new data folder. Publishes
 * three pathways, starts the server, sends the region's reports to it, and shows where its
 * patients stall.
 */
import { processIo } from '../terminal/io.js';

/** The database driver crashes older ones, so nothing of it may be loaded there. */
const OLDEST_NODE = 22;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  process.stderr.write(
    `The demo needs Node ${OLDEST_NODE} or newer, and this is ${process.versions.node}. Start it with: npm run demo\n`,
  );
  process.exitCode = 1;
} else {
  const { runDemo } = await import('./run-demo.js');
  process.exitCode = await runDemo(process.argv.slice(2), processIo());
}
