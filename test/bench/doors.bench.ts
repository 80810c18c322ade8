/**
 * The ways in over HTTP: events one at a time over many connections, in batches, and as a stream of
 * lines, each durable and assessed before it is answered. Beside each, in the same turns, a bare
 * node:http server that reads and parses the same bodies. `DOORS_EVENTS` sets how many events go each way.
 */
import { readFileSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { writeCloudEvent } from '#exchange';
import { report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder, sampleFact } from './samples.js';
import { runStafett, startProgram, startServer, type ServerProcess } from './server-process.js';

const EVENTS = Number(process.env['DOORS_EVENTS'] ?? 120_000);
/** Both servers take turns, since what else the machine does changes by the second. */
const TURNS = 3;
const PER_TURN = Math.ceil(EVENTS / TURNS);
const PER_PATIENT = 10;
/** Patients whose events come side by side, as those of a region's day do. */
const COHORT = 2_000;
const PER_BATCH = 500;

interface Door {
  readonly work: string;
  readonly contentType: string;
  readonly connections: number;
  /** Bodies of requests; of a stream, what is written one after the other. */
  readonly bodies: (events: readonly string[]) => readonly string[];
  readonly isStream?: true;
  readonly target: number;
}

const DOORS: readonly Door[] = [
  {
    work: 'one at a time, 64 connections',
    contentType: 'application/cloudevents+json',
    connections: 64,
    bodies: (events) => events,
    target: 5_000,
  },
  {
    work: `batches of ${PER_BATCH}, 8 connections`,
    contentType: 'application/cloudevents-batch+json',
    connections: 8,
    bodies: (events) => inParts(events).map((part) => `[${part.join(',')}]`),
    target: 20_000,
  },
  {
    work: 'one stream of lines',
    contentType: 'application/x-ndjson',
    connections: 1,
    bodies: (events) => inParts(events).map((part) => part.map((each) => `${each}\n`).join('')),
    isStream: true,
    target: 20_000,
  },
];

const eventsToSend = sampleEvents();

await inTemporaryFolder(async (folder) => {
  const data = join(folder, 'data');
  await runStafett(['pathway', 'publish', 'test/pathways/back-pain.yaml', '--data', data]);
  const ours = await startServer(data);
  const bare = await startProgram(['dist/test/bench/bare-reader.js']);
  const atRest = peakMiB(ours);
  try {
    const rows: Row[] = [];
    for (const door of DOORS) {
      say(`${thousands(EVENTS)} events, ${door.work}`);
      rows.push(await measured(door, ours, bare));
    }
    const [peak, ofBare] = [peakMiB(ours), peakMiB(bare)];
    report([
      ...rows,
      {
        work: 'memory of the server through all of them (peak resident)',
        figure: peak,
        unit: 'MiB',
        target: 'stated',
        met: true,
        beside: `${atRest} MiB before the first event; the bare server ${ofBare} MiB`,
      },
    ]);
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
});

async function measured(door: Door, ours: ServerProcess, bare: ServerProcess): Promise<Row> {
  const seconds = { ours: 0, bare: 0 };
  for (let turn = 0; turn < TURNS; turn += 1) {
    const bodies = door.bodies(Array.from({ length: PER_TURN }, () => nextEvent()));
    seconds.bare += await timed(() => sendTo(bare.url, door, bodies));
    seconds.ours += await timed(() => sendTo(ours.url, door, bodies));
  }
  const [rate, limit] = [seconds.ours, seconds.bare].map((all) =>
    Math.round((TURNS * PER_TURN) / all),
  ) as [number, number];
  return {
    work: `HTTP, ${door.work}, durable`,
    figure: rate,
    unit: 'events/s',
    target: `≥ ${thousands(door.target)}`,
    met: rate >= door.target,
    beside: `bare node:http that reads and parses the same: ${thousands(limit)}/s (${Math.round((100 * rate) / limit)} %); the load generator shares the two cores`,
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

async function sendTo(url: string, door: Door, bodies: readonly string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: door.connections });
  const open = () =>
    request(`${url}/v1/events`, {
      ...{ method: 'POST', agent, headers: { 'content-type': door.contentType } },
    });
  let accepted = 0;
  if (door.isStream) {
    const sent = open();
    const answer = answerTo(sent);
    for (const body of bodies) if (!sent.write(body)) await once(sent, 'drain');
    sent.end();
    accepted = acceptedIn(await answer);
  } else {
    const waiting = bodies.values();
    const connection = async (): Promise<void> => {
      for (const body of waiting) {
        const count = acceptedIn(await answerTo(open().end(body)));
        accepted += count;
      }
    };
    await Promise.all(Array.from({ length: door.connections }, connection));
  }
  agent.destroy();
  if (accepted !== PER_TURN) throw new Error(`${accepted} of ${PER_TURN} events were accepted.`);
}

/** The last line of the answer, since that of a stream sums it up. */
async function answerTo(sent: ReturnType<typeof request>): Promise<string> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const body = (await text(response)).trimEnd();
  if (response.statusCode !== 201) throw new Error(`${response.statusCode}: ${body}`);
  return body.slice(body.lastIndexOf('\n') + 1);
}

/** Of a receipt, or of what the bare server says. */
function acceptedIn(answer: string): number {
  const { status, accepted } = JSON.parse(answer) as { status?: string; accepted?: number };
  return accepted ?? (status === 'accepted' ? 1 : 0);
}

function inParts(events: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(events.length / PER_BATCH) }, (_, part) =>
    events.slice(part * PER_BATCH, (part + 1) * PER_BATCH),
  );
}

function nextEvent(): string {
  return eventsToSend.next().value;
}

function* sampleEvents(): Generator<string, never> {
  for (let first = 0; ; first += COHORT)
    for (let n = 0; n < PER_PATIENT; n += 1)
      for (let patient = first; patient < first + COHORT; patient += 1)
        yield JSON.stringify(writeCloudEvent(`bench|${patient}`, sampleFact(patient, n)));
}

/** As Linux keeps it. */
function peakMiB({ process: { pid } }: ServerProcess): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib) / 1024);
}
