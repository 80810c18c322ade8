/** `POST /events` over 64 connections, each answer durable, against a real server process. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { writeCloudEvent } from '#exchange';
import { report, say, thousands } from './row.js';
import { inTemporaryFolder, sampleFact } from './samples.js';

const CONNECTIONS = 64;
const SECONDS = 10;
const WARM_UP_SECONDS = 4;

await inTemporaryFolder(async (folder) => {
  const data = join(folder, 'data');
  await run(['pathway', 'publish', 'deploy/pathways/back-pain.yaml', '--data', data]);
  const server = spawn(
    process.execPath,
    ['dist/bundle/cli/main.js', 'serve', '--port', '0', '--json', '--data', data],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const url = await firstUrl(server.stdout);
    let patient = 0;
    const load = async (seconds: number): Promise<autocannon.Result> =>
      autocannon({
        url: `${url}/events`,
        connections: CONNECTIONS,
        duration: seconds,
        requests: [
          {
            method: 'POST',
            headers: { 'content-type': 'application/cloudevents+json' },
            setupRequest: (request) => {
              patient += 1;
              const body = JSON.stringify(
                writeCloudEvent(`bench|${patient}`, sampleFact(patient, 0)),
              );
              return { ...request, body };
            },
          },
        ],
      });
    say(`${CONNECTIONS} connections, ${WARM_UP_SECONDS} s to warm up, then ${SECONDS} s`);
    await load(WARM_UP_SECONDS);
    const result = await load(SECONDS);
    if (result.non2xx > 0 || result.errors > 0) {
      throw new Error(`${result.non2xx} answers were no success, ${result.errors} errors`);
    }
    const rate = Math.round(result.requests.average);
    report([
      {
        work: `HTTP POST /events, ${CONNECTIONS} connections, durable`,
        figure: rate,
        unit: 'requests/s',
        target: '≥ 5,000',
        met: rate >= 5_000,
        beside: `latency median ${result.latency.p50} ms, p99 ${result.latency.p99} ms; ${thousands(result.requests.total)} requests; the load generator shares the two cores`,
      },
    ]);
  } finally {
    server.kill('SIGTERM');
  }
});

async function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['dist/bundle/cli/main.js', ...args], { stdio: 'ignore' });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`stafett ${args.join(' ')} ended with code ${code}.`);
}

/** The server prints where it listens before anything else. */
async function firstUrl(out: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of out) {
    text += String(chunk);
    const url = /http:\/\/[^\s"]+/.exec(text)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('The server ended before it said where it listens.');
}
