/** A log that was imported before: under another name, for another pathway, by an earlier version. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import path from 'node:path';
import type { EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { storedFact, type CareEvent, type FactSink } from '#care-event';
import { fileWith, folder, SECRET } from '../facts/facts-in-memory.spec.support.js';
import { pseudonymOf } from '../../identity/pseudonym.js';
import { StoredImportedLogs } from '../logs/imported-logs.js';
import type { ImportOptions } from './import-options.js';
import { MAPPING, run, xes } from './import-run.spec.support.js';

let store: EventStore;
let sink: FactSink;
beforeEach(async () => {
  const file = path.join(folder(), 'log.db');
  store = await openSqliteEventStore({ file, access: 'write', clock: () => 1 });
  sink = { recordFacts };
});
afterEach(() => store.close());

/** As the engine does, without decisions. */
async function recordFacts(patient: string, facts: readonly CareEvent[]) {
  const stream = `patient-${patient}`;
  const { events } = await store.readStream(stream, { limit: 1, direction: 'backwards' });
  const added = facts.map((fact) => ({ id: crypto.randomUUID(), ...storedFact(fact) }));
  await store.append(stream, events[0]?.revision ?? 'none', added);
  const accepted = { status: 'accepted', revision: 0, position: '1' } as const;
  return { outcomes: facts.map(() => accepted), decisions: 0 };
}

const importWard = (more: Partial<ImportOptions>) =>
  run(sink, fileWith(xes(5), 'ward.xes'), { logs: new StoredImportedLogs(store), ...more });

describe('A log that was imported before', () => {
  it('is known by its name', async () => {
    await importWard({ pathway: 'sepsis' });
    const report = await importWard({ pathway: 'sepsis' });
    expect(report.notes).toMatchObject([{ code: 'changed-events' }]);
  });

  it('is noticed under another name, and the message names it', async () => {
    await importWard({ pathway: 'sepsis' });
    await expect(importWard({ pathway: 'copd' })).rejects.toMatchObject({
      code: 'log-changed',
      message: expect.stringMatching(
        /add --log sepsis --pathway sepsis[^]*add --accept-change/,
      ) as unknown,
    });
    expect(await importWard({ pathway: 'copd', acceptChange: true })).toMatchObject({
      accepted: 15,
    });
  });

  it('is noticed for another pathway, or with identifiers of another system', async () => {
    await importWard({ log: 'ward', pathway: 'sepsis' });
    for (const more of [{ pathway: 'copd' }, {}, { pathway: 'sepsis', system: 'region' }]) {
      await expect(importWard({ log: 'ward', ...more })).rejects.toMatchObject({
        code: 'log-changed',
      });
    }
  });

  it('is refused where an earlier version made its ids of lines', async () => {
    const patient = pseudonymOf(SECRET, 'ward', 'case 1');
    const old = { id: `${patient}/1`, source: 'urn:stafett:log:ward', type: 'X', version: 1 };
    await recordFacts(patient, [{ ...old, occurredAt: '2025-05-04', data: {} }]);
    await expect(importWard({})).rejects.toMatchObject({ code: 'log-older' });
    // Another log is none of it, and the whole log is looked through only once.
    await expect(importWard({ log: 'other' })).resolves.toMatchObject({ accepted: 15 });
    expect(await new StoredImportedLogs(store).all()).toMatchObject([
      { log: 'ward', ids: 'line' },
      { log: 'other', ids: 'content' },
    ]);
  });

  it('is compared in a table, too, and one with other content is another log', async () => {
    const logs = new StoredImportedLogs(store);
    const table = (content: string): string => fileWith(`Case,Activity,Time\n${content}`, 'a.csv');
    await run(sink, table('A,X,2025-05-04\n'), { logs, mapping: MAPPING });
    const other = { logs, mapping: MAPPING, log: 'b' };
    await expect(run(sink, table('A,X,2025-05-04\n'), other)).rejects.toThrow('--log a');
    await expect(run(sink, table('A,X,2025-05-05\n'), other)).resolves.toMatchObject({
      accepted: 1,
    });
  });
});
