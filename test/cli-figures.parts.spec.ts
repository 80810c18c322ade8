/** The figures of a real hospital's log through the command line, against figures computed independently. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stafett, temporaryFolder } from './data-folder.js';

const LOG = path.resolve('../shared/data/sepsis/Sepsis_Cases-Event_Log.xes.gz');
const TRUTH = path.resolve('../shared/data/sepsis/truth.json');
const RELEASES = ['A', 'B', 'C', 'D', 'E'].map((letter) => `Release ${letter}`);
const AS_OF = ['--as-of', '2014-07-01T00:00:00Z'];

/** The parts of `truth.json` that are compared here. */
interface Truth {
  readonly dfg_edges: number;
  readonly dfg_total: number;
  readonly variants: number;
  readonly dfg_top20: readonly { from: string; to: string; n: number }[];
  readonly dfg_top10_wait_s: readonly Wait[];
  readonly triage_to_antibiotics_first_to_first: Record<string, number>;
  readonly km_triage_to_antibiotics: Survival;
  readonly 'km_as_of_2014-07-01_admin_censored': Survival & { events: number };
  readonly aalen_johansen_first_outcome: { at_4h: Record<string, number> };
  readonly 'census_2014-07-01': readonly [
    Record<string, number> & { stage_counts: Record<string, number> },
  ];
}
interface Wait {
  readonly from: string;
  readonly to: string;
  readonly n: number;
  readonly median: number;
  readonly p90: number;
  readonly mean: number;
  readonly sum: number;
}
interface Survival {
  readonly n: number;
  readonly events: number;
  readonly median_s: number;
  readonly R_survfit_95ci_median_log: readonly number[];
}

const there = existsSync(LOG) && existsSync(TRUTH);
const describeWhereThere = there ? describe : describe.skip;

describeWhereThere(
  `The sepsis log${there ? '' : ' (skipped: ../shared/data/sepsis is missing)'}`,
  () => {
    let data: string;
    let truth: Truth;
    beforeAll(async () => {
      data = (await temporaryFolder()).path;
      truth = JSON.parse(readFileSync(TRUTH, 'utf8')) as Truth;
      await stafett([
        'pathway',
        'publish',
        path.resolve('test/pathways/sepsis.yaml'),
        '--data',
        data,
      ]);
      const imported = await stafett([
        'import',
        LOG,
        '--pathway',
        'sepsis',
        '--data',
        data,
        '--json',
        // On a slow machine it would tell how far it has come.
        '--quiet',
      ]);
      expect(imported).toMatchObject({ status: 0, stderr: '' });
      expect(JSON.parse(imported.stdout)).toMatchObject({
        files: [{ cases: 1050, accepted: 15214 }],
      });
    }, 120_000);
    afterAll(() => rmSync(data, { recursive: true, force: true }));

    async function ask(
      command: string,
      ...args: readonly string[]
    ): Promise<Record<string, unknown>> {
      const all = [command, '--pathway', 'sepsis', ...args, '--json', '--data', data];
      const { stdout, stderr, status } = await stafett(all);
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      const answer = JSON.parse(stdout) as Record<string, unknown>;
      expect(answer).toMatchObject({ definition: { id: 'sepsis', version: 1 } });
      expect(answer['position']).toMatch(/^\d+$/);
      return answer;
    }

    it('says how long from triage to antibiotics, against one hour', async () => {
      const answer = await ask(
        'waits',
        '--from',
        'ER Sepsis Triage',
        '--to',
        'IV Antibiotics',
        '--within',
        '60m',
        '--censor',
        'last-event',
      );
      const { n, events, median_s, R_survfit_95ci_median_log } = truth.km_triage_to_antibiotics;
      const first = truth.triage_to_antibiotics_first_to_first;
      expect(answer).toMatchObject({
        n,
        events,
        censored: n - events,
        medianSeconds: median_s,
        medianCi95Seconds: R_survfit_95ci_median_log,
        completedOnly: { medianSeconds: first['median_gap_s_all'] },
        within: { late: first['gt60'], met: first['le60'], lateOrNever: first['late_or_never_n'] },
      });
      const survival = answer['survival'] as readonly Record<string, number>[];
      expect(Object.keys(survival[0] ?? {})).toEqual(
        expect.arrayContaining(['seconds', 'atRisk', 'events', 'probability', 'lower', 'upper']),
      );
    });

    it('says how long until release as it stood on a day', async () => {
      const to = RELEASES.flatMap((type) => ['--to', type]);
      const { n, events, median_s, R_survfit_95ci_median_log } =
        truth['km_as_of_2014-07-01_admin_censored'];
      expect(
        await ask('waits', '--from', '@start', ...to, ...AS_OF, '--censor', 'as-of'),
      ).toMatchObject({
        n,
        events,
        medianSeconds: median_s,
        medianCi95Seconds: R_survfit_95ci_median_log,
      });
    });

    it('counts who was there on a day', async () => {
      const [known] = truth['census_2014-07-01'];
      const answer = await ask('census', ...AS_OF);
      expect(answer).toMatchObject({
        started: known['started'],
        open: known['open'],
        closed: known['released'],
        eventsSeen: known['events_seen'],
        ageSeconds: { median: known['age_median_s'] },
        lastEventCounts: known.stage_counts,
      });
      const { p92 } = answer['ageSeconds'] as { p92: number };
      expect(p92).toBeCloseTo(known['age_p92_s'] ?? NaN, 4);
    });

    it('says which exit came first by four hours', async () => {
      const causes = ['NC=Admission NC', 'IC=Admission IC', `REL=${RELEASES.join('|')}`];
      const answer = await ask(
        'outcomes',
        '--from',
        '@start',
        ...causes.flatMap((cause) => ['--cause', cause]),
        '--at',
        '4h',
        '--censor',
        'last-event',
      );
      const [at] = answer['at'] as readonly [{ causes: Record<string, number>; none: number }];
      const { NC, IC, REL, S } = truth.aalen_johansen_first_outcome.at_4h;
      expect(at.causes['NC']).toBeCloseTo(NC ?? NaN, 10);
      expect(at.causes['IC']).toBeCloseTo(IC ?? NaN, 10);
      expect(at.causes['REL']).toBeCloseTo(REL ?? NaN, 10);
      expect(at.none).toBeCloseTo(S ?? NaN, 10);
    });

    it('shows which step follows which', async () => {
      const answer = await ask('flow');
      const edges = answer['edges'] as readonly Record<string, unknown>[];
      expect(edges).toHaveLength(truth.dfg_edges);
      expect(answer).toMatchObject({ steps: truth.dfg_total, variants: truth.variants });
      for (const edge of truth.dfg_top20)
        expect(edges).toContainEqual(expect.objectContaining(edge));
      for (const { from, to, median, p90, mean, sum } of truth.dfg_top10_wait_s) {
        const edge = edges.find((other) => other['from'] === from && other['to'] === to);
        expect(edge?.['medianSeconds']).toBeCloseTo(median, 6);
        expect(edge?.['p90Seconds']).toBeCloseTo(p90, 6);
        expect(edge?.['meanSeconds']).toBeCloseTo(mean, 6);
        expect(edge?.['sumSeconds']).toBeCloseTo(sum, 3);
      }
    });

    it('lists what stalls, longest first, with what is missing and from whom', async () => {
      const answer = await ask('stalls', ...AS_OF);
      const stalls = answer['stalls'] as readonly Record<string, unknown>[];
      expect(stalls.length).toBeGreaterThan(0);
      const excess = stalls.map((stall) => stall['excessSeconds'] as number);
      expect(excess).toEqual(excess.toSorted((a, b) => b - a));
      expect(stalls.find(({ kind }) => kind === 'duty')).toMatchObject({
        patient: expect.stringMatching(/^p[a-z2-7]{26}$/),
        duty: 'antibiotics',
        missing: ['IV Antibiotics'],
        from: expect.any(String),
        dueAt: expect.any(String),
      });
    });

    it('is CSV with all rows where that is asked for', async () => {
      const asked = ['stalls', '--pathway', 'sepsis', ...AS_OF, '--data', data, '--csv'];
      const { stdout } = await stafett(asked);
      const [header = '', ...lines] = stdout.trimEnd().split('\r\n');
      expect(header.split(',')).toEqual(expect.arrayContaining(['patient', 'excessSeconds']));
      expect(lines).toHaveLength((await ask('stalls', ...AS_OF))['total'] as number);
    });

    it('changes nothing when imported again', async () => {
      const again = await stafett(['import', LOG, '--pathway', 'sepsis', '--data', data, '--json']);
      expect(JSON.parse(again.stdout)).toMatchObject({
        files: [{ accepted: 0, repeated: 15214, refused: 0, decisions: 0 }],
      });
    });
  },
);
