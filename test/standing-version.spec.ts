/**
 * Whether the read model of standing has to be built anew: what it says of the golden histories and
 * scenarios, beside the version that said so. Servers keep rows from earlier releases until the
 * version is another, so rows that would be made differently today need one.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect } from '@jest/globals';
import { storedFact } from '#care-event';
import { timeOrderedId, type EventStore, type RecordedEvent } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { ALL_MODELS, ProjectionRunner } from '#projections';
import { openReadModels } from '#projections/sqlite';
import { read, type GoldenTexts } from './golden-definitions.js';
import { itInParts } from './setup/in-parts.js';

const FOLDER = resolve('test/golden');
const DEFINITIONS = resolve(FOLDER, 'definitions');
const RECORD = resolve(FOLDER, 'standing.json');

interface Said {
  readonly version: number;
  /** By golden file. */
  readonly digests: Readonly<Record<string, string>>;
}

describe('What standing says of the golden histories', () => {
  itInParts('is what its version said when it was made', async () => {
    const recorded = JSON.parse(readFileSync(RECORD, 'utf8')) as Said;
    const now: Said = { version: versionNow(), digests: await digestsNow() };
    if (JSON.stringify(now) === JSON.stringify(recorded)) return;
    throw new Error(advice(recorded, now));
  });

  itInParts('is another if a fact happened at another time', async () => {
    const [file = ''] = namesIn(FOLDER);
    const events = eventsOf(file);
    const moved = events.map((event) => ({
      ...event,
      metadata: {
        ...event.metadata,
        ...(event.type === 'VisitCompleted.v1' && { at: '2025-01-01T00:00:00Z' }),
      },
    }));
    expect(await digestOf(withHistory(moved))).not.toBe(await digestOf(withHistory(events)));
  });
});

function advice(recorded: Said, now: Said): string {
  const files = Object.keys({ ...recorded.digests, ...now.digests });
  const differing = files.filter((file) => recorded.digests[file] !== now.digests[file]);
  const reason = differing.some((file) => file in recorded.digests)
    ? 'Assessments of old facts are others than before, or their rows are. Servers would go on with ' +
      'the old ones: raise `version` in libs/projections/models/standing.ts, unless you have'
    : 'Golden files are new, or the version of standing was raised';
  const record = JSON.stringify(now, null, 2);
  return `${reason}. Differing: ${differing.join(', ')}. Then write this to ${RECORD}:\n${record}`;
}

function versionNow(): number {
  return ALL_MODELS.find(({ name }) => name === 'standing')!.version;
}

async function digestsNow(): Promise<Said['digests']> {
  const digests: Record<string, string> = {};
  for (const file of namesIn(FOLDER)) digests[file] = await digestOf(withHistory(eventsOf(file)));
  for (const file of namesIn(DEFINITIONS)) digests[file] = await digestOf(withScenarios(file));
  return digests;
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort();
}

function eventsOf(file: string): readonly RecordedEvent[] {
  const lines = readFileSync(resolve(FOLDER, file), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedEvent);
}

/** Appends a history: `at` sets the clock, ms since the epoch. */
type History = (store: EventStore, at: (now: number) => void) => Promise<void>;

function withHistory(events: readonly RecordedEvent[]): History {
  return async (store, at) => {
    let batch: RecordedEvent[] = [];
    for (const [n, event] of events.entries()) {
      batch.push(event);
      const { stream, recordedAt } = event;
      const next = events[n + 1];
      if (next?.stream === stream && next.recordedAt === recordedAt) continue;
      at(recordedAt);
      await store.append(stream, before(batch[0]!.revision), batch);
      batch = [];
    }
  };
}

function before(revision: number): number | 'none' {
  return revision === 0 ? 'none' : revision - 1;
}

/** A patient for each scenario of a definition, in the order in which their facts were recorded. */
function withScenarios(file: string): History {
  const [first = ''] = readFileSync(resolve(DEFINITIONS, file), 'utf8').split('\n');
  const texts = JSON.parse(first) as GoldenTexts;
  const { definition, scenarios } = read(texts);
  const { id, version } = definition;
  const told = scenarios.flatMap(({ facts }, n) => facts.map((fact) => ({ n, fact })));
  told.sort((a, b) => a.fact.recordedAt - b.fact.recordedAt);
  return async (store, at) => {
    at(told[0]?.fact.recordedAt ?? 0);
    const yaml = texts.definition;
    const hash = createHash('sha256').update(yaml).digest('hex');
    const data = { id, version, hash, yaml, author: 'golden', reason: 'golden' };
    const published = { type: 'PathwayPublished.v1', data, metadata: {} };
    await store.append(`definition-${id}`, 'none', [{ id: timeOrderedId(0, id), ...published }]);
    const revisions = scenarios.map(() => 0);
    for (const { n, fact } of told) {
      at(fact.recordedAt);
      const event = { id: timeOrderedId(fact.recordedAt, fact.source, fact.id, `${n}`) };
      await store.append(`patient-p${n}`, before(revisions[n]!++), [
        { ...event, ...storedFact(fact) },
      ]);
    }
  };
}

/** SHA-256 of all rows. */
async function digestOf(history: History): Promise<string> {
  let now = 0;
  const file = ':memory:';
  const store = await openSqliteEventStore({ file, access: 'write', clock: () => now });
  await history(store, (at) => (now = at));
  const models = await openReadModels({ file, access: 'write' });
  await new ProjectionRunner({ store, models }).catchUp();
  const hash = createHash('sha256');
  await models.read(async ({ db }) => {
    for (const table of ['standing', 'assessments'] as const) {
      const rows = db.selectFrom(table).selectAll();
      const ordered = rows.orderBy('patient').orderBy('pathway').orderBy('ordinal');
      for (const row of await ordered.execute()) hash.update(`${JSON.stringify(row)}\n`);
    }
  });
  await models.close();
  await store.close();
  return hash.digest('hex');
}
