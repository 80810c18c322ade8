/**
 * Curves, intervals and tests against R's package survival on random samples: with ties, late entry,
 * several causes and groups. Skipped where there is no R: `apt-get install r-cran-survival`.
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  aalenJohansen,
  incidenceAt,
  kaplanMeier,
  logRank,
  quantileInterval95,
  quantileOf,
} from '#statistics';
import { randomNumbers, randomSpells, sampleOfSpells, type Shape } from './samples.spec.support.js';

const SCRIPT = 'test/statistics/survival.R';
const R = spawnSync('Rscript', ['-e', 'library(survival)']).status === 0;
const describeWithR = R ? describe : describe.skip;

const SHAPES: readonly Shape[] = [
  { n: 5, causes: 1, groups: 1, most: 10, late: 0 },
  { n: 40, causes: 1, groups: 2, most: 15, late: 0 },
  { n: 200, causes: 1, groups: 4, most: 1000, late: 0 },
  { n: 30, causes: 2, groups: 1, most: 12, late: 0 },
  { n: 150, causes: 3, groups: 3, most: 60, late: 0 },
  { n: 50, causes: 1, groups: 3, most: 30, late: 0.4 },
  { n: 60, causes: 3, groups: 2, most: 60, late: 0.5 },
  { n: 100, causes: 2, groups: 1, most: 400, late: 0.9 },
];
const random = randomNumbers(20_260_101);
const SAMPLES = Array.from({ length: 8 }, () => SHAPES)
  .flat()
  .map((shape) => ({ shape, spells: randomSpells(random, shape) }));

type Numbers = readonly (number | null)[];

describeWithR('The statistics, beside R’s package survival (skipped without R)', () => {
  const results = new Map<string, Numbers[]>();
  const ofR = (sample: number, what: string): readonly Numbers[] =>
    results.get(`${sample} ${what}`) ?? [];

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'stafett-r-'));
    const file = join(folder, 'spells.tsv');
    const lines = SAMPLES.flatMap(({ spells }, i) =>
      spells.map((s) => [i, s.group, s.seenFrom, s.seconds, s.cause].join('\t')),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { stdout, stderr, status } = spawnSync('Rscript', [SCRIPT, file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    if (status !== 0) throw new Error(`R failed: ${stderr}`);
    for (const line of stdout.trim().split('\n')) {
      const [sample, what, ...numbers] = line.split('\t');
      const list = results.get(`${sample} ${what}`) ?? [];
      list.push(numbers.map((text) => (/^(NA|NaN)$/.test(text) ? null : Number(text))));
      results.set(`${sample} ${what}`, list);
    }
  }, 120_000);

  it('Kaplan-Meier: times, numbers at risk, curve and 95 % interval', () => {
    SAMPLES.forEach(({ shape, spells }, i) => {
      const { rows } = kaplanMeier(sampleOfSpells(spells, shape.causes));
      closeTo(
        rows.map((r) => [r.seconds, r.atRisk, r.events, r.probability, r.lower, r.upper]),
        ofR(i, 'survival'),
      );
    });
  });

  it('quantiles and their intervals, apart from R’s midpoint of a flat stretch', () => {
    SAMPLES.forEach(({ shape, spells }, i) => {
      const curve = kaplanMeier(sampleOfSpells(spells, shape.causes));
      const ps = [0.25, 0.5, 0.8];
      const touches = (p: number): boolean =>
        curve.rows.some((row) =>
          [row.probability, row.lower, row.upper].some((v) => Math.abs((v ?? 9) - 1 + p) < 1e-8),
        );
      const bounds = ps.map((p) => quantileInterval95(curve, p));
      const ours = [
        ...ps.map((p) => quantileOf(curve, p)),
        ...[0, 1].flatMap((end) => bounds.map((b) => (typeof b[end] === 'number' ? b[end] : null))),
      ];
      const theirs = ofR(i, 'quantiles')[0]!;
      // With late entry an upper curve can rise again, and R interpolates in an order of its own.
      const rises = curve.rows.some(({ upper }, r) => upper! > (curve.rows[r - 1]?.upper ?? 1));
      const compared = ours.map((_, at) => !touches(ps[at % 3]!) && !(rises && at >= 6));
      expect(ours.filter((_, at) => compared[at])).toEqual(theirs.filter((_, at) => compared[at]));
    });
  });

  it('Aalen-Johansen: shares, standard errors and 95 % intervals, with late entry too', () => {
    SAMPLES.forEach(({ shape, spells }, i) => {
      if (shape.causes === 1) return;
      const curve = aalenJohansen(sampleOfSpells(spells, shape.causes));
      const ours = curve.rows.map(({ seconds }) => {
        const { incidence, none } = incidenceAt(curve, seconds);
        const all = [none, ...incidence];
        return [
          seconds,
          ...all.map(({ share }) => share),
          ...all.map(({ standardError }) => standardError),
          ...all.map(({ lower }) => lower),
          ...all.map(({ upper }) => upper),
        ];
      });
      closeTo(ours, ofR(i, 'incidence'));
    });
  });

  it('the log-rank test: χ², degrees of freedom, p, observed and expected', () => {
    SAMPLES.forEach(({ shape, spells }, i) => {
      if (shape.groups === 1) return;
      const groups = [...new Set(spells.map(({ group }) => group))].sort();
      const test = logRank(
        groups.map((g) =>
          sampleOfSpells(
            spells.filter(({ group }) => group === g),
            shape.causes,
          ),
        ),
      );
      if (shape.late > 0) {
        closeTo([[test.chiSquare]], ofR(i, 'score'));
        return;
      }
      const { groups: counts, chiSquare, df, p } = test;
      const [observed, expected] = [counts.map((c) => c.observed), counts.map((c) => c.expected)];
      closeTo([[chiSquare, df, p, ...observed, ...expected]], ofR(i, 'logrank'));
    });
  });
});

function closeTo(ours: readonly Numbers[], theirs: readonly Numbers[]): void {
  expect(ours.length).toBe(theirs.length);
  const rounded = (rows: readonly Numbers[]): unknown =>
    rows.map((row) => row.map((value) => (value === null ? null : Number(value.toFixed(9)) + 0)));
  expect(rounded(ours)).toEqual(rounded(theirs));
}
