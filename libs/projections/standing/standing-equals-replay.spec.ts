/** What is read as of now is what a replay of everybody would say, whatever came before. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openSqliteEventStore } from '#event-store/sqlite';
import { appendOnce, timeOrderedId } from '#event-store';
import { ORGANISATIONS_STREAM, storedOrganisation } from '#care-event';
import { readPathways } from '../models/pathways.js';
import type { ReadView } from '../port/read-models.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { eachAssessed } from './each-assessed.js';
import { eachPatient } from './each-patient.js';
import { journeysOf, type AssessedQuestion } from './patient-journeys.js';
import {
  SHIPPED,
  shippedPathway,
  stepsOf,
  type ShippedPathway,
  type Step,
} from './shipped-histories.spec.support.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };
const DAY_MS = 86_400_000;

describe.each(SHIPPED)('As of now, on %s,', (name) => {
  const pathway = shippedPathway(name);

  it('standing equals replay, and a rebuild from nothing', async () => {
    await fc.assert(
      fc.asyncProperty(stepsOf(pathway), async (steps) => {
        const log = await openTestLog(ADAPTERS);
        try {
          await log.publish(pathway.id, pathway.version, pathway.yaml);
          for (const step of steps) await take(log, pathway, step);
          await log.runner.catchUp();
          expect(await rowsOf(log)).toEqual(await rebuiltRows(log));
          await compare(log, pathway, log.now);
        } finally {
          await log.close();
        }
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 25) / 15) },
    );
  });
});

async function take(log: TestLog, pathway: ShippedPathway, step: Step): Promise<void> {
  log.now = Math.max(log.now, step.at);
  switch (step.kind) {
    case 'record':
      return log.record(step.patient, [step.fact]);
    case 'publish':
      return log.publish(pathway.id, pathway.version + 1, pathway.next);
    case 'migrate': {
      await log.publish(pathway.id, pathway.version + 1, pathway.next);
      return log.migrate(pathway.id, pathway.version + 1);
    }
    case 'import':
      return importAll(log, pathway);
    case 'ask':
      await log.runner.catchUp();
      return compare(log, pathway, log.now + step.daysAhead * DAY_MS);
  }
}

async function importAll(log: TestLog, { organisations }: ShippedPathway): Promise<void> {
  for (const organisation of organisations)
    await appendOnce(log.store, ORGANISATIONS_STREAM, [
      {
        id: timeOrderedId(log.now, 'organisation', organisation.id),
        ...storedOrganisation({ change: 'registered', organisation }, { author: 'a', reason: 'b' }),
        metadata: {},
      },
    ]);
}

/** At every third instant the rows of some patients are behind, as they are while others are assessed anew. */
async function compare(log: TestLog, pathway: ShippedPathway, asOf: number): Promise<void> {
  if (asOf % 3 === 0) await leaveBehind(log, pathway);
  await log.models.read(async (view) => {
    const question = await questionOf(view, pathway, asOf);
    const read: unknown[] = [];
    const unreadable = await eachAssessed(view, question, (found) => {
      read.push([found.patient, found.assessments, found.journeys()]);
    });
    const replayed: unknown[] = [];
    await eachPatient(view, question, (patient, facts) => {
      const assessments = question.versions.assessAll(facts, asOf);
      if (assessments.every(({ state }) => state === 'not-entered')) return;
      replayed.push([patient, assessments, journeysOf(question, facts)]);
    });
    expect(unreadable).toEqual([]);
    expect(read).toEqual(replayed);
  });
}

async function questionOf(
  view: ReadView,
  { id }: ShippedPathway,
  asOf: number,
): Promise<AssessedQuestion> {
  const versions = (await readPathways(view)).pathway(id)!.versions;
  const perEpisode = versions.definitions().some(({ episodes }) => episodes !== undefined);
  return { definition: versions.newest, versions, perEpisode, asOf };
}

async function leaveBehind(log: TestLog, { id }: ShippedPathway): Promise<void> {
  await log.models.write(async ({ db }) => {
    const behind = db.updateTable('assessments').set({ assessment: '{}' });
    await behind.where('patient', 'in', ['p0', 'p3', 'p4']).execute();
    await db.insertInto('standing_due').values({ patient: 'p0' }).execute();
    const sweep = { position: '1', pathway: id, after: 'p2' } as never;
    await db.insertInto('standing_sweeps').values(sweep).execute();
  });
}

async function rebuiltRows(log: TestLog): Promise<unknown> {
  const models = await openReadModels({ file: ':memory:', access: 'write' });
  try {
    await new ProjectionRunner({ store: log.store, models }).catchUp();
    return await rowsOf({ models });
  } finally {
    await models.close();
  }
}

function rowsOf({ models }: Pick<TestLog, 'models'>): Promise<unknown> {
  return models.read(async ({ db }) => ({
    standing: await db.selectFrom('standing').selectAll().orderBy('patient').execute(),
    assessments: await db.selectFrom('assessments').selectAll().orderBy('patient').execute(),
    due: await db.selectFrom('standing_due').selectAll().execute(),
    sweeps: await db.selectFrom('standing_sweeps').selectAll().execute(),
  }));
}
