/** What the figures hold in memory of 1,000,000 open journeys, and how long a flow over them takes. */
import { DirectlyFollows } from '#statistics';
import { JourneyColumns, type JourneySteps } from '#projections';
import { referralCases, type ReferralCase } from './referral-log.js';
import { report, say, thousands } from './row.js';

const MIB = 2 ** 20;
const OPEN = { cases: 1_000_000, events: 4_510_000 };
const MOST_MIB = 384;

say(`${thousands(OPEN.cases)} journeys`);
globalThis.gc?.();
const before = process.memoryUsage().rss;
const columns = new JourneyColumns(true);
for (const each of referralCases(OPEN)) {
  const journey = stepsOf(each);
  const begins = journey.start(0);
  columns.set(each.patient, [journey], { begins, from: begins, until: Infinity });
}
globalThis.gc?.();
const heldMiB = columns.bytes / MIB;
const grownMiB = (process.memoryUsage().rss - before) / MIB;
const startedAt = performance.now();
const graph = new DirectlyFollows();
columns.visit({ asOf: Infinity, without: new Set() }, (journey) => {
  graph.add(
    journey.length,
    (index) => journey.type(index),
    (index) => journey.start(index),
  );
});
graph.edges();
const flowMs = performance.now() - startedAt;
report([
  {
    work: `memory that the journeys of ${thousands(OPEN.cases)} open cases take`,
    figure: Math.round(heldMiB),
    unit: 'MiB',
    target: `≤ ${MOST_MIB}, the most that is held`,
    met: heldMiB <= MOST_MIB,
    beside: `the process has grown by ${thousands(grownMiB)} MiB meanwhile; a flow over them takes ${thousands(flowMs)} ms`,
  },
]);

function stepsOf({ patient, events }: ReferralCase): JourneySteps {
  const start = (index: number): number => Date.parse(events[index]!.occurredAt);
  return {
    ...{ patient, key: undefined, episode: undefined, closedAt: undefined },
    ...{ lastKnown: start(events.length - 1), entryAt: 0, early: 0, late: 0 },
    ...{ length: events.length, start, end: start },
    type: (index) => events[index]!.type,
  };
}
