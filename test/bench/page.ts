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
  const slowTimers = rows.some(({ work, met }) => !met && work.startsWith('wake-ups'));
  return `# Benchmarks

Written by \`npm run bench -- --write\`; run it on your own machine. Each figure stands beside a limit
or a peer measured in the same run, because figures swing with what else a machine does.

Machine of this run: ${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}, SQLite ${sqlite}.

| Work | Figure | Target | | Beside it |
|---|---|---|---|---|
${lines.join('\n')}
${missed.length === 0 ? '' : APPEND_PROFILE}${slowTimers ? WAKE_UP_PROFILE : ''}`;
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
