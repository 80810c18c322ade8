/** docs/benchmarks.md, made from a run. */
import { thousands, type Row } from './row.js';

export interface Run {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
    readonly sqlite: string;
  };
  readonly rows: readonly Row[];
}

export function benchmarksPage({ machine, rows }: Run): string {
  const { cpu, cores, memoryGiB, node, sqlite } = machine;
  const lines = rows.map(
    ({ work, figure, unit, target, met, beside, note }) =>
      `| ${work} | ${thousands(figure)} ${unit} | ${target} | ${met ? 'met' : '**missed**'} | ${beside}${note === undefined ? '' : `. ${note}`} |`,
  );
  const missed = rows.filter(({ work, met }) => !met && work.startsWith('durable append'));
  const slowPosts = rows.some(({ work, met }) => !met && work.startsWith('HTTP POST'));
  const slowTimers = rows.some(({ work, met }) => !met && work.startsWith('wake-ups'));
  return `# Benchmarks

Written by \`npm run bench -- --write\`; run it on your own machine. Each figure stands beside a limit
or a peer measured in the same run, because figures swing with what else a machine does.

Machine of this run: ${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}, SQLite ${sqlite}.

| Work | Figure | Target | | Beside it |
|---|---|---|---|---|
${lines.join('\n')}
${missed.length === 0 ? '' : APPEND_PROFILE}${slowPosts ? POST_PROFILE : ''}${slowTimers ? WAKE_UP_PROFILE : ''}`;
}

/** Taken once by hand with `node --cpu-prof`, 64 writers, commits on the calling thread so that one profile has all. */
const APPEND_PROFILE = `
## Where the time of an append goes

Profile of 64 writers with one event each (2 cores, commits made on the calling thread so that one
profile shows both sides; 52,000 events/s): writing and syncing the WAL 36 %, copying it back into
the file 13 %, inserts 10 %, garbage collection 9 %, encoding and checking the payload 7 %. Every
event of a group belongs to another stream, so a group of 64 touches 64 leaves of the index by
stream, 256 KiB to write per sync; raw SQLite beside it writes one stream. With 5 or 10 events to an append the store writes 113,000 to 122,000 events/s
([0003](decisions/0003-writer-thread.md)).

One writer that waits for each answer pays, beside the sync, for waking the event loop when the
writer's thread answers: about 40 µs of 200.
`;

/** Taken by hand from the processor time of each thread in /proc, requests of one kind at a time. */
const POST_PROFILE = `
## Where the time of a POST goes

Processor time a request, 64 connections (2 cores that were busy with other work, so that the ratios
count): a GET that answers at once 0.03 ms on the doors' thread; an event that is refused after parsing
and validation 0.10 ms; one that is already in the log 0.19 ms; a new event 0.30 ms, and 0.17 ms more on
the threads that write and that keep the read models. The bare handler needs 0.10 ms in all. So Nest and
Fastify are a tenth of it; what costs is reading what is known of the patient (0.1 ms), and assessing,
deciding and encoding the batch (0.1 ms). A smaller page cache, mapping the file into memory, one snapshot
for all reads of a turn and a larger young generation of the heap were tried and changed nothing.
`;

/** Taken by hand with `node --cpu-prof` on a running server, 100,000 due, profile of the thread that wakes. */
const WAKE_UP_PROFILE = `
## Where the time of a wake-up goes

The thread that wakes is what bounds it; the writing thread needs two fifths of its time per wake-up,
the reading thread about as much. Profile of the waking thread while it works: reading the
patient's stream 42 % (two events: one look for the stream's name, one for its place, two rows), assessing
and deciding 17 %, JSON in and out 8 %, ids 5 %, messages to the writing thread 6 %, garbage collection
5 %, the rest promises and the index of wake-ups
([0017](decisions/0017-timers.md)).
`;
