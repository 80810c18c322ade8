/**
 * How often the 95 % intervals hold the truth, in simulated populations of which the truth is known:
 * the tables of docs/statistics.md. Run: `npm run coverage`.
 *
 * Everybody waits an exponential time of which the truth at time 1 is known, ends by one of two
 * causes equally often, and is followed for an exponential time of their own.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { aalenJohansen, CENSORED, incidenceAt, SpellSample } from '#statistics';
import { randomNumbers } from '../statistics/samples.spec.support.js';
import { markdownTable } from './markdown-table.js';

const POPULATIONS = 4_000;
const SIZES = [20, 50, 200, 1_000];
const SURVIVAL = [0.9, 0.5, 0.1];
/** Share that would still be followed at time 1 if nothing had happened. */
const FOLLOWED = { light: 0.9, heavy: 0.5 };
const PAGE = 'docs/statistics.md';

/** Intervals by whether they held the truth. */
class Coverage {
  private held = 0;
  private all = 0;

  count(lower: number | null, upper: number | null, truth: number): void {
    this.all += 1;
    if (lower !== null && upper !== null && lower <= truth && truth <= upper) this.held += 1;
  }

  get share(): string {
    return this.all < 100 ? '–' : (this.held / this.all).toFixed(3);
  }

  partOf(populations: number): string {
    return `${Math.round((100 * this.all) / populations)} %`;
  }
}

/** From this many on whichever side has fewer: those that it had happened to, and those left. */
const BINS = [0, 3, 5, 8, 10, 15, 20, 30, 50] as const;
const byFewest = BINS.map(() => ({ survival: new Coverage(), incidence: new Coverage() }));

const random = randomNumbers(4_711);
const rows: string[][] = [];
for (const [censoring, followed] of Object.entries(FOLLOWED))
  for (const survival of SURVIVAL)
    for (const n of SIZES)
      rows.push([censoring, String(survival), String(n), ...cell(n, survival, followed)]);

function cell(n: number, truth: number, followed: number): string[] {
  const [all, kept, incidence, keptIncidence] = Array.from({ length: 4 }, () => new Coverage());
  for (let population = 0; population < POPULATIONS; population++) {
    const sample = populationOf(n, truth, followed);
    const curve = aalenJohansen(sample);
    const { none, incidence: shares } = incidenceAt(curve, 1);
    const [first] = shares;
    all!.count(none.lower, none.upper, truth);
    incidence!.count(first!.lower, first!.upper, (1 - truth) / 2);
    if (!none.fewCases) kept!.count(none.lower, none.upper, truth);
    if (!first!.fewCases) keptIncidence!.count(first!.lower, first!.upper, (1 - truth) / 2);
    binOf(none.fewest).survival.count(none.lower, none.upper, truth);
    binOf(first!.fewest).incidence.count(first!.lower, first!.upper, (1 - truth) / 2);
  }
  return [
    all!.share,
    kept!.share,
    kept!.partOf(POPULATIONS),
    incidence!.share,
    keptIncidence!.share,
    keptIncidence!.partOf(POPULATIONS),
  ];
}

function binOf(fewest: number): (typeof byFewest)[number] {
  return byFewest[BINS.findLastIndex((from) => fewest >= from)]!;
}

function populationOf(n: number, survival: number, followed: number): SpellSample {
  const sample = new SpellSample(2);
  for (let i = 0; i < n; i++) {
    const wait = Math.log(1 - random()) / Math.log(survival);
    const seen = Math.log(1 - random()) / Math.log(followed);
    sample.add(Math.min(wait, seen), wait > seen ? CENSORED : random() < 0.5 ? 1 : 2);
  }
  return sample;
}

const cells = markdownTable(
  ['Censoring', 'S', 'n', 'S: all', 'S: unmarked', 'of them', 'F: all', 'F: unmarked', 'of them'],
  rows,
);
const fewest = markdownTable(
  ['Fewest on a side', 'S', 'F'],
  byFewest.map(({ survival, incidence }, i) => [
    i + 1 < BINS.length ? `${BINS[i]} to ${BINS[i + 1]! - 1}` : `${BINS[i]} or more`,
    survival.share,
    incidence.share,
  ]),
);
const page = readFileSync(PAGE, 'utf8')
  .replace(/(<!-- coverage -->)[^]*?(<!-- \/coverage -->)/, `$1\n\n${cells}\n\n$2`)
  .replace(/(<!-- fewest -->)[^]*?(<!-- \/fewest -->)/, `$1\n\n${fewest}\n\n$2`);
const style = { ...(await resolveConfig(PAGE)), filepath: PAGE };
writeFileSync(PAGE, await format(page, style));
