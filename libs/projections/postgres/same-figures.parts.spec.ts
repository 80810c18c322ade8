/** PostgreSQL says what SQLite says, byte for byte: every table, and every figure of every pathway. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appendOnce, timeOrderedId } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { ORGANISATIONS_STREAM, storedOrganisation } from '#care-event';
import { parsePostgresAddress } from '#postgres';
import { describeOnPostgres } from '#postgres/testing';
import type { ReadModels } from '../port/read-models.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { openReadModels as openSqliteModels } from '../sqlite/open-read-models.js';
import {
  SHIPPED,
  shippedPathway,
  stepsOf,
  type ShippedPathway,
  type Step,
} from '../standing/shipped-histories.spec.support.js';
import { digestOf } from '../testing/digest.spec.support.js';
import { openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { SEPSIS, SEPSIS_IS_HERE, sepsisCases } from '../testing/sepsis-log.spec.support.js';
import { appendGolden, everyFigure, type Asked } from './every-figure.spec.support.js';
import { PostgresGenerations } from './postgres-generations.js';

/** Random logs of all shipped pathways together. */
const LOGS = 200;
const DAY_MS = 86_400_000;

describeOnPostgres('Figures on PostgreSQL', (database) => {
  let generations: PostgresGenerations;
  beforeAll(() => {
    generations = new PostgresGenerations(parsePostgresAddress(database.url));
  });
  afterAll(() => generations.close());

  /** A log with its read models in SQLite, and the same on PostgreSQL. */
  async function onBoth(test: (log: TestLog, other: Other) => Promise<void>): Promise<void> {
    const log = await openTestLog({
      openStore: openSqliteEventStore,
      openModels: openSqliteModels,
    });
    const models = await generations.openTemporary();
    const runner = new ProjectionRunner({ store: log.store, models });
    try {
      await test(log, { models, catchUp: () => runner.catchUp() });
    } finally {
      await models.close();
      await log.close();
    }
  }

  it('are the same over the golden histories', async () => {
    for (const file of readdirSync('test/golden').filter((name) => name.endsWith('.ndjson')))
      await onBoth(async (log, other) => {
        await appendGolden(log, `test/golden/${file}`);
        const last = log.now;
        for (const at of [last - 200 * DAY_MS, last])
          await expectTheSame(log, other, await publishedIn(log.models, other, log), at);
      });
  });

  (SEPSIS_IS_HERE ? it : it.skip)('are the same over the sepsis log', async () => {
    await onBoth(async (log, other) => {
      await log.publish('sepsis', 1, SEPSIS);
      for (const [name, events] of sepsisCases()) await log.record(`p${name}`, events);
      const sepsis = {
        pathway: 'sepsis',
        yaml: SEPSIS,
        from: 'ER Sepsis Triage',
        to: 'IV Antibiotics',
      };
      for (const at of ['2014-07-01T00:00:00Z', '2026-01-01T00:00:00Z'])
        await expectTheSame(log, other, [sepsis], Date.parse(at));
    });
  });

  describe.each(SHIPPED)('of random logs on %s,', (name) => {
    const pathway = shippedPathway(name);

    it('are the same', async () => {
      await fc.assert(
        fc.asyncProperty(stepsOf(pathway), (steps) =>
          onBoth(async (log, other) => {
            await log.publish(pathway.id, pathway.version, pathway.yaml);
            for (const step of steps) await take({ log, other, pathway }, step);
            const asked = askedOf(pathway);
            // As of now, from what stands, or from a replay as of later.
            const at = log.now + (steps.length % 2) * 45 * DAY_MS;
            await expectTheSame(log, other, [asked], at);
          }),
        ),
        { numRuns: Math.ceil(LOGS / SHIPPED.length) },
      );
    });
  });
});

interface Other {
  readonly models: ReadModels;
  readonly catchUp: () => Promise<unknown>;
}

async function expectTheSame(
  log: TestLog,
  { models, catchUp }: Other,
  asked: readonly Omit<Asked, 'at'>[],
  at: number,
): Promise<void> {
  await log.runner.catchUp();
  await catchUp();
  expect(await digestOf(models)).toBe(await digestOf(log.models));
  for (const each of asked)
    expect(await everyFigure(models, { ...each, at })).toEqual(
      await everyFigure(log.models, { ...each, at }),
    );
}

async function publishedIn(
  models: ReadModels,
  { catchUp }: Other,
  log: TestLog,
): Promise<readonly Omit<Asked, 'at'>[]> {
  await log.runner.catchUp();
  await catchUp();
  const rows = await models.read(({ db }) =>
    db.selectFrom('definitions').select(['id', 'yaml']).orderBy('position').execute(),
  );
  const newest = new Map(rows.map(({ id, yaml }) => [id, yaml]));
  return [...newest].map(([pathway, yaml]) => ({ pathway, yaml, from: '@start', to: '@end' }));
}

/** The first and the last thing that is ever heard of the patients. */
function askedOf({ id, yaml, histories }: ShippedPathway): Omit<Asked, 'at'> {
  const types = histories.flat().map(({ type }) => type);
  return { pathway: id, yaml, from: types[0] ?? '@start', to: types.at(-1) ?? '@end' };
}

interface Setting {
  readonly log: TestLog;
  readonly other: Other;
  readonly pathway: ShippedPathway;
}

/** Where something is asked both catch up: so the log is folded in several batches. */
async function take({ log, other, pathway }: Setting, step: Step): Promise<void> {
  log.now = Math.max(log.now, step.at);
  switch (step.kind) {
    case 'record':
      return log.record(step.patient, [step.fact]);
    case 'publish':
      return log.publish(pathway.id, pathway.version + 1, pathway.next);
    case 'migrate':
      await log.publish(pathway.id, pathway.version + 1, pathway.next);
      return log.migrate(pathway.id, pathway.version + 1);
    case 'import':
      for (const organisation of pathway.organisations)
        await appendOnce(log.store, ORGANISATIONS_STREAM, [
          {
            id: timeOrderedId(log.now, 'organisation', organisation.id),
            ...storedOrganisation(
              { change: 'registered', organisation },
              { author: 'a', reason: 'b' },
            ),
            metadata: {},
          },
        ]);
      return;
    case 'ask':
      await log.runner.catchUp();
      await other.catchUp();
  }
}
