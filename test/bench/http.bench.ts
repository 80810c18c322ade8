/**
 * `POST /v1/events` over 64 connections, each answer durable, against a real server process, and
 * beside it a bare handler that does as little as a durable answer allows.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { readWholeStream } from '#event-store';
import { writeCloudEvent } from '#exchange';
import { dataFolder, openLogForReading } from '../../apps/composition/index.js';
import { report, say, thousands } from './row.js';
import { inTemporaryFolder, sampleFact } from './samples.js';
import { runStafett, startProgram, startServer } from './server-process.js';

const CONNECTIONS = 64;
const WARM_UP_SECONDS = 4;
/** Both take turns, since what else the machine does changes by the second. */
const TURNS = 3;
const TURN_SECONDS = 4;
const SHARE = 0.6;

let patient = 0;

await inTemporaryFolder(async (folder) => {
  const data = join(folder, 'data');
  await runStafett(['pathway', 'publish', 'test/pathways/back-pain.yaml', '--data', data]);
  const ours = await startServer(data);
  await load(ours.url, WARM_UP_SECONDS);
  const rows = join(folder, 'rows.json');
  writeFileSync(rows, JSON.stringify(await rowsOfOneEvent(data)));
  const bare = await startProgram(['dist/test/bench/bare-server.js', join(folder, 'raw.db'), rows]);
  try {
    await load(bare.url, WARM_UP_SECONDS);
    say(`${CONNECTIONS} connections, ${TURNS} turns of ${TURN_SECONDS} s each`);
    const all = { ours: [] as autocannon.Result[], bare: [] as autocannon.Result[] };
    for (let turn = 0; turn < TURNS; turn += 1) {
      all.bare.push(await load(bare.url, TURN_SECONDS));
      all.ours.push(await load(ours.url, TURN_SECONDS));
    }
    const rate = rateOf(all.ours);
    const limit = rateOf(all.bare);
    const share = rate / limit;
    const { p50, p99 } = all.ours.at(-1)?.latency ?? { p50: NaN, p99: NaN };
    report([
      {
        work: `HTTP POST /events, ${CONNECTIONS} connections, durable`,
        figure: rate,
        unit: 'requests/s',
        target: `≥ ${SHARE * 100} % of a bare handler`,
        met: share >= SHARE,
        beside: `${thousands(limit)} requests/s by a bare Fastify handler that parses, validates and commits the same rows in groups: ${Math.round(share * 100)} %; latency median ${p50} ms, p99 ${p99} ms; the load generator shares the two cores`,
      },
    ]);
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
});

async function load(url: string, seconds: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url: `${url}/v1/events`,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        setupRequest: (request) => {
          patient += 1;
          const body = JSON.stringify(writeCloudEvent(`bench|${patient}`, sampleFact(patient, 0)));
          return { ...request, body };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers were no success, ${result.errors} errors`);
  }
  return result;
}

function rateOf(results: readonly autocannon.Result[]): number {
  const sum = results.reduce((total, { requests }) => total + requests.average, 0);
  return Math.round(sum / results.length);
}

/** What one event leaves in the log: the fact and the decisions that came with it. */
async function rowsOfOneEvent(data: string): Promise<readonly object[]> {
  const store = await openLogForReading(dataFolder(data));
  const { events: last } = await store.readLog({ direction: 'backwards', limit: 100 });
  const stream = last.find((event) => event.stream.startsWith('patient-'))?.stream ?? '';
  const events = await readWholeStream(store, stream);
  await store.close();
  return events.map((event) => ({ data: event.data, metadata: event.metadata }));
}
