/** The read models of each process, against a fold of the log up to their checkpoint. */
import { comparePositions, positionOf, type EventStore, type Position } from '#event-store';
import { ProjectionRunner, ReadModelsOutdated, type ReadModels } from '#projections';
import { openReadModels } from '#projections/sqlite';
import type { MemoryEventStore } from '../memory-store.js';
import type { FinishedRun } from './finished-run.js';
import type { Violation } from './violation.js';

export async function checkModels({
  processes,
  store,
}: FinishedRun): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  const folded = new Map<string, string>();
  for (const { name, kept } of processes) {
    if (kept === undefined) continue;
    const position = await standingOf(kept);
    if (position !== store.headNow()) {
      const what = `${name} stands at ${position}, the log at ${store.headNow()}`;
      violations.push({ invariant: 8, what });
    }
    const place = position ?? '';
    const expected = folded.get(place) ?? (await foldUpTo(store, position));
    folded.set(place, expected);
    const found = await contentOf(kept);
    if (found !== expected) {
      const what = `${name} at ${place}: ${firstDifference(found, expected)}`;
      violations.push({ invariant: 8, what });
    }
    await kept.close();
  }
  return violations;
}

async function foldUpTo(store: MemoryEventStore, position: Position | undefined): Promise<string> {
  const models = await openReadModels({ file: ':memory:', access: 'write' });
  await new ProjectionRunner({ store: upTo(store, position), models }).catchUp();
  const content = await contentOf(models);
  await models.close();
  return content;
}

/** The log as it was when it ended there. */
function upTo(store: MemoryEventStore, last: Position | undefined): EventStore {
  const isWithin = ({ position }: { readonly position: Position }): boolean =>
    last !== undefined && Number(position) <= Number(last);
  return Object.create(store, {
    head: { value: () => Promise.resolve(last) },
    readLog: {
      value: (options: Parameters<EventStore['readLog']>[0]) => {
        const { events, end } = store.readLogNow(options);
        const within = events.filter(isWithin);
        return Promise.resolve({ events: within, end: end || within.length < events.length });
      },
    },
  }) as EventStore;
}

async function standingOf(models: ReadModels): Promise<Position | undefined> {
  try {
    return await models.read(async ({ db }) => {
      const [row] = await db.selectFrom('checkpoints').select('token').execute();
      return row?.token == null ? undefined : positionOf(row.token);
    });
  } catch (error) {
    if (error instanceof ReadModelsOutdated) return undefined;
    throw error;
  }
}

/** All rows of all tables, whatever batches they were written in. */
function contentOf(models: ReadModels): Promise<string> {
  return models.read(async ({ db }) => {
    const lines: string[] = [];
    for (const { name } of await db.introspection.getTables()) {
      const rows = await db
        .selectFrom(name as 'journeys')
        .selectAll()
        .execute();
      if (name !== 'journeys') {
        lines.push(...rows.map((row) => `${name} ${JSON.stringify(row)}`).sort());
        continue;
      }
      // A patient's facts are spread over as many rows as there were batches.
      const facts = new Map<string, unknown[]>();
      for (const row of rows.toSorted((one, other) =>
        comparePositions(one.position, other.position),
      )) {
        const known = facts.get(row.patient) ?? [];
        facts.set(row.patient, [...known, ...(JSON.parse(row.facts) as unknown[])]);
      }
      for (const [patient, list] of [...facts].sort()) {
        lines.push(`${name} ${patient} ${JSON.stringify(list)}`);
      }
    }
    return lines.join('\n');
  });
}

function firstDifference(found: string, expected: string): string {
  const wanted = expected.split('\n');
  const place = found.split('\n').findIndex((line, n) => line !== wanted[n]);
  return `${found.split('\n')[place] ?? 'nothing'} instead of ${wanted[place] ?? 'nothing'}`;
}
