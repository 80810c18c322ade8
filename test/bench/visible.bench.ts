/**
 * How long it takes from when an event should have been sent until the read models have it, so that
 * queries count it: at 500 events a second, at rest and while the read models are built anew.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { untilCaughtUp } from './caught-up.js';
import { FINES_EVENTS, writeFinesLog } from './fines-log.js';
import { report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder } from './samples.js';
import { runStafett, startServer } from './server-process.js';
import { delayNote, delayOf, measureDelays, type Measured } from './visible-delays.js';

const PER_SECOND = 500;
const AT_REST_MS = 10_000;
const AT_MOST_MS = 250;

await inTemporaryFolder(async (folder) => {
  const data = join(folder, 'data');
  const file = join(folder, 'fines.xes');
  await writeFinesLog(file);
  say(`importing ${thousands(FINES_EVENTS)} events`);
  await runStafett(['pathway', 'publish', 'test/pathways/back-pain.yaml', '--data', data]);
  await runStafett(['import', file, '--pathway', 'fines', '--data', data]);
  const server = await startServer(data);
  try {
    await untilCaughtUp(server.url);
    say(`${PER_SECOND} events a second`);
    const atRest = await measureDelays(server.url, PER_SECOND, () => pause(AT_REST_MS));
    const meanwhile = await measureDelays(server.url, PER_SECOND, () =>
      runStafett(['projection', 'rebuild', '--data', data]),
    );
    const seconds = meanwhile.tookMs / 1_000;
    report([
      rowOf(
        `event to visible in queries, ${PER_SECOND} events/s`,
        atRest,
        'the same server during a rebuild, below',
      ),
      rowOf(
        'the same while the read models are built anew',
        meanwhile,
        `rebuild of ${thousands(FINES_EVENTS)} events in ${seconds.toFixed(1)} s, its command, the server and the load generator on these cores`,
      ),
    ]);
  } finally {
    await server.stop();
  }
});

function rowOf(work: string, measured: Measured, beside: string): Row {
  const figure = delayOf(measured, 0.99);
  return {
    ...{ work, figure, unit: 'ms (p99)', target: `< ${AT_MOST_MS} ms`, met: figure < AT_MOST_MS },
    beside,
    ...delayNote(measured),
  };
}
