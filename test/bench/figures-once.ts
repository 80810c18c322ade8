/**
 * One figure asked again and again of one folder of read models, or of those on a PostgreSQL server, as the server's thread of the
 * figures does, in a process of its own so that its memory is its own: prints what each question
 * took as JSON.
 */
import { join } from 'node:path';
import { FigureCache, type FigureModels } from '#projections';
import { parsePostgresAddress } from '#postgres';
import { PostgresGenerations } from '#projections/postgres';
import { openReadModels } from '#projections/sqlite';
import { FIGURES, keepNewObjectsYoung } from '../../apps/composition/index.js';
import { bytesOf, jsonPieces } from '../../apps/server/figures/answer-bytes.js';
import { AnswerCache } from '../../apps/server/figures/answer-cache.js';
import { answerTag } from '../../apps/server/figures/answer-tag.js';
import type { FigureRequest } from '../../apps/server/figures/figure-calls.js';
import { LOG_FROM_MS, LOG_UNTIL_MS } from './referral-log.js';
import { peakMemoryMiB } from './row.js';

const MIB = 2 ** 20;
const DAY_MS = 86_400_000;

/** What is asked of each figure, apart from the instant. */
const QUESTIONS = {
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
  duties: { evidence: 100 },
  due: { limit: 100 },
  measures: { evidence: 100 },
  coverage: { evidence: 100 },
  deviations: { evidence: 100 },
  queues: { limit: 100, period: 'month' },
  custody: { limit: 100 },
  feeds: {},
  journeys: { limit: 100 },
  'return-to-work': {},
  trend: { from: ['Referral Received'], to: ['Treatment Given'] },
  variation: {
    ...{ from: ['Referral Received'], to: ['Treatment Given'], within: '12 weeks' },
    groupBy: 'municipality',
  },
} as const;
export type Asked = keyof typeof QUESTIONS;

export interface FigureOnce {
  /** The first question of the process. */
  readonly coldMs: number;
  /** As of a second later each time, the median of five. */
  readonly warmMs: number;
  /** The slowest of several instants in the past. */
  readonly pastMs: number;
  /** The same question again at the same position. */
  readonly sameMs: number;
  readonly peakMiB: number;
}

const [folder = '', name = '', groupBy = '', url] = process.argv.slice(2);
const asked = name as Asked;
// As a server does.
keepNewObjectsYoung();
const models =
  url === undefined
    ? await openReadModels({ file: join(folder, 'models.db'), access: 'read' })
    : await new PostgresGenerations(parsePostgresAddress(url)).openServing();
const source: FigureModels = {
  cache: new FigureCache(384 * MIB),
  access: models.access,
  read: (work, options) => models.read(work, options),
  write: (work) => models.write(work),
  close: () => models.close(),
};
const answers = new AnswerCache(64 * MIB);
const { signal } = new AbortController();

async function ask(at: number): Promise<number> {
  const startedAt = performance.now();
  const query = {
    ...{ pathway: 'referrals', asOf: new Date(at).toISOString() },
    ...QUESTIONS[asked],
    ...(groupBy !== '' && { groupBy }),
  };
  const request: FigureRequest = { name: asked, query, form: { kind: 'json' }, known: [] };
  const compute = FIGURES[asked] as (models: FigureModels, of: object) => Promise<object>;
  await answers.answer(await answerTag(models, request), signal, async () =>
    bytesOf(jsonPieces(await compute(source, query)), { bytesMax: 64 * MIB, signal }),
  );
  return performance.now() - startedAt;
}

const now = LOG_UNTIL_MS + DAY_MS;
const coldMs = await ask(now);
const warm: number[] = [];
for (let second = 1; second <= 5; second += 1) warm.push(await ask(now + second * 1_000));
const past: number[] = [];
for (const share of [0.25, 0.5, 0.75, 0.95])
  past.push(await ask(LOG_FROM_MS + share * (LOG_UNTIL_MS - LOG_FROM_MS)));
const answer: FigureOnce = {
  coldMs,
  warmMs: warm.sort((a, b) => a - b)[2]!,
  pastMs: Math.max(...past),
  sameMs: await ask(now + 1_000),
  peakMiB: peakMemoryMiB(),
};
await models.close();
process.stdout.write(JSON.stringify(answer));
