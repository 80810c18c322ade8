/** Every figure that there is of a pathway, as the bytes of its answer, from any read models. */
import { readFileSync } from 'node:fs';
import { appendOnce, type RecordedEvent } from '#event-store';
import { census } from '../figures/census.js';
import { coverage } from '../figures/coverage.js';
import { custody } from '../figures/custody.js';
import { deviations } from '../figures/deviations.js';
import { due } from '../figures/due.js';
import { duties } from '../figures/duties.js';
import { entrants } from '../figures/entrants.js';
import { feeds } from '../figures/feeds.js';
import { flow } from '../figures/flow.js';
import { journeys } from '../figures/journeys.js';
import { measures } from '../figures/measures.js';
import { migration } from '../figures/migration.js';
import { openEpisodes } from '../figures/open-episodes.js';
import { outcomes } from '../figures/outcomes.js';
import { queues } from '../figures/queues.js';
import { returnToWork } from '../figures/return-to-work.js';
import { DIMENSIONS } from '../figures/segments.js';
import { stalls } from '../figures/stalls.js';
import { timers } from '../figures/timers.js';
import { trend } from '../figures/trend.js';
import { variation } from '../figures/variation.js';
import { waitingByService, waitingMessages } from '../figures/waiting-messages.js';
import { waits } from '../figures/waits.js';
import { QueryRefused } from '../models/errors.js';
import { deadDeliveries, dueDeliveries, waitingReceivers } from '../models/outbox-deliveries.js';
import { pendingReviews } from '../models/pending-reviews.js';
import { duePatients, patientsAfter } from '../models/wakeups.js';
import type { ReadModels } from '../port/read-models.js';
import type { TestLog } from '../testing/log.spec.support.js';

export interface Asked {
  readonly pathway: string;
  readonly yaml: string;
  /** Types that begin and end waits. */
  readonly from: string;
  readonly to: string;
  /** Ms since the epoch. */
  readonly at: number;
}

/** By what was asked; a refusal is an answer too. */
export async function everyFigure(
  models: ReadModels,
  { pathway, yaml, from, to, at }: Asked,
): Promise<ReadonlyMap<string, string>> {
  const query = { pathway, asOf: new Date(at).toISOString() };
  const spell = { ...query, from: [from], evidence: 5 };
  const known = { ...query, knownAt: query.asOf };
  const causes = [{ label: 'end', types: [to] }];
  const figures: Record<string, () => Promise<unknown>> = {
    census: () => census(models, { ...query, evidence: 50 }),
    coverage: () => coverage(models, { ...query, evidence: 50 }),
    custody: () => custody(models, query),
    deviations: () => deviations(models, { ...query, evidence: 50 }),
    due: () => due(models, { ...query, within: '60 days' }),
    duties: () => duties(models, { ...query, evidence: 50 }),
    entrants: () => entrants(models, { ...query, yaml }),
    feeds: () => feeds(models, query),
    flow: () => flow(models, query),
    'flow known': () => flow(models, known),
    'flow at all times': () => flow(models, { pathway }),
    journeys: () => journeys(models, { ...query, state: 'all' }),
    'journeys overdue': () => journeys(models, { ...query, overdue: true, limit: 3 }),
    measures: () => measures(models, { ...query, evidence: 50 }),
    migration: () => migration(models, { ...query, version: 1 }),
    'open episodes': () => openEpisodes(models, query),
    outcomes: () => outcomes(models, { ...spell, causes, at: ['1 days', '30 days'] }),
    queues: () => queues(models, { ...query, period: 'month' }),
    'return to work': () => returnToWork(models, query),
    stalls: () => stalls(models, query),
    'stalls known': () => stalls(models, known),
    timers: () => timers(models, { at: query.asOf }),
    trend: () => trend(models, { ...query, from: [from], to: [to] }),
    variation: () =>
      variation(models, {
        ...query,
        from: [from],
        to: [to],
        within: '30 days',
        groupBy: 'service',
      }),
    waits: () => waits(models, { ...spell, to: [to], within: '30 days' }),
    'waits to the end': () => waits(models, { ...spell, from: ['@start'], to: ['@end'] }),
    'waiting by service': () => waitingByService(models, { asOf: query.asOf }),
    'due patients': () => duePatients(models, at, 100),
    'patients after': () => patientsAfter(models, '', 100),
    'pending reviews': () => pendingReviews(models),
    receivers: () => waitingReceivers(models),
    'dead letters': () => deadDeliveries(models, undefined, 100),
    deliveries: async () => {
      const answers: unknown[] = [];
      for (const service of await waitingReceivers(models)) {
        answers.push(await dueDeliveries(models, service, at, { limit: 50, beyond: at }));
        answers.push(await waitingMessages(models, { service, asOf: query.asOf }));
      }
      return answers;
    },
  };
  for (const groupBy of DIMENSIONS) {
    figures[`census by ${groupBy}`] = () => census(models, { ...query, groupBy });
    figures[`stalls by ${groupBy}`] = () => stalls(models, { ...query, groupBy });
  }
  const answers = new Map<string, string>();
  for (const [name, figure] of Object.entries(figures)) {
    const answer = await figure().catch((error: unknown) => {
      if (error instanceof QueryRefused) return { refused: error.message };
      throw error;
    });
    answers.set(name, JSON.stringify(answer));
  }
  return answers;
}

/** The events of a golden history, appended as they were: batch by batch, at the same instants. */
export async function appendGolden(log: TestLog, file: string): Promise<void> {
  const events = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RecordedEvent);
  for (let from = 0; from < events.length;) {
    const { stream, recordedAt } = events[from]!;
    let to = from;
    while (events[to]?.stream === stream && events[to]?.recordedAt === recordedAt) to += 1;
    log.now = recordedAt;
    await appendOnce(
      log.store,
      stream,
      events.slice(from, to).map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
    );
    from = to;
  }
}
