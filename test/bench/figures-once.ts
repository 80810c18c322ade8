/**
 * One figure asked again and again of one folder of read models, in a process of its own so that
 * its memory is its own: prints what each question took as JSON.
 */
import { join } from 'node:path';
import { FIGURES } from '../../apps/composition/index.js';
import { openReadModels } from '#projections/sqlite';
import { LOG_FROM_MS, LOG_UNTIL_MS } from './referral-log.js';
import { peakMemoryMiB } from './row.js';

const DAY_MS = 86_400_000;

/** What is asked of each figure, apart from the instant. */
export const QUESTIONS = {
  flow: { limit: 1_000 },
  waits: { from: ['Referral Received'], to: ['Treatment Given'], within: '12 weeks' },
  outcomes: {
    from: ['@start'],
    causes: [
      { label: 'treated', types: ['Treatment Given'] },
      { label: 'ended', types: ['Referral Rejected', 'Referral Cancelled'] },
    ],
    at: ['4 weeks', '12 weeks'],
  },
  census: {},
  stalls: { limit: 100 },
} as const;
export type Asked = keyof typeof QUESTIONS;

export interface FigureOnce {
  readonly coldMs: number;
  /** As of a second later each time. */
  readonly warmMs: number;
  /** The slowest of several instants in the past. */
  readonly pastMs: number;
  readonly peakMiB: number;
}

const [folder = '', name = ''] = process.argv.slice(2);
const models = await openReadModels({ file: join(folder, 'models.db'), access: 'read' });

async function ask(at: number): Promise<number> {
  const compute = FIGURES[name as Asked] as (...of: unknown[]) => Promise<object>;
  const startedAt = performance.now();
  await compute(models, {
    pathway: 'referrals',
    asOf: new Date(at).toISOString(),
    ...QUESTIONS[name as Asked],
  });
  return performance.now() - startedAt;
}

const now = LOG_UNTIL_MS + DAY_MS;
const coldMs = await ask(now);
const warm = [await ask(now + 1_000), await ask(now + 2_000), await ask(now + 3_000)];
const past: number[] = [];
for (const share of [0.25, 0.5, 0.75, 0.95])
  past.push(await ask(LOG_FROM_MS + share * (LOG_UNTIL_MS - LOG_FROM_MS)));
const answer: FigureOnce = {
  coldMs,
  warmMs: warm.sort((a, b) => a - b)[1]!,
  pastMs: Math.max(...past),
  peakMiB: peakMemoryMiB(),
};
await models.close();
process.stdout.write(JSON.stringify(answer));
