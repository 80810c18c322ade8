/**
 * Hundreds of events as large as the log takes, most of one patient: a server with little memory
 * starts on them, answers, and goes on, whatever reads them.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { storedFact } from '#care-event';
import { timeOrderedId, type EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { waitUntil } from '#event-store/testing';
import {
  BACK_PAIN_PATHWAY,
  endAll,
  filesIn,
  printedBy,
  runStafett,
  stafettProcess,
  startStafett,
  temporaryFolder,
} from './data-folder.js';

const MEMORY = { NODE_OPTIONS: '--max-old-space-size=256' };
const LARGE = 'x'.repeat(500_000);
const PATIENTS = 350;
const OF_ONE = 120;
const ONE = `p${'a'.repeat(26)}`;

describe('A server with little memory, on hundreds of large events', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let data: string;
  let url: string;
  let server: ChildProcess;

  beforeAll(async () => {
    folder = await temporaryFolder();
    data = join(folder.path, 'data');
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', data);
    await fill();
    server = startStafett(['serve', '--port', '0', '--json', '--data', data], MEMORY);
    url = await printedBy(server, /(http:\/\/[^\s"]+)/);
  }, 120_000);
  afterAll(async () => {
    endAll();
    await folder.remove();
  });

  /** As an older version, without a limit for one patient, would have recorded them. */
  async function fill(): Promise<void> {
    const file = filesIn(data).log;
    const store = await openSqliteEventStore({ file, access: 'write', clock: Date.now });
    for (let n = 0; n < OF_ONE; n += 1) await append(store, ONE, n);
    for (let n = 0; n < PATIENTS; n += 1) await append(store, `p${String(n).padStart(26, 'b')}`, 0);
    await store.close();
  }

  function append(store: EventStore, patient: string, n: number): Promise<unknown> {
    const fact = {
      ...{ id: `${patient}-${n}`, source: 'urn:test:gp', version: 1, data: { note: LARGE } },
      ...{ type: n === 0 ? 'SymptomOnsetReported' : 'LetterScanned', occurredAt: '2026-01-05' },
    };
    const id = timeOrderedId(n, patient);
    return store.append(`patient-${patient}`, n === 0 ? 'none' : n - 1, [
      { id, ...storedFact(fact) },
    ]);
  }

  async function report(subject: string, id: string, more = {}): Promise<Response> {
    return fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        ...{ specversion: '1.0', id, source: 'urn:test:gp', type: 'LetterScanned.v1', subject },
        ...{ time: '2026-01-05T10:00:00Z', ...more },
      }),
    });
  }

  const ask = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('becomes ready and takes events of every other patient', async () => {
    await waitUntil('the server to be ready', async () => {
      const { status } = await fetch(`${url}/health/ready`);
      return status === 200;
    });
    expect((await report('test|anna', 'e1')).status).toBe(201);
    const large = Array.from({ length: 40 }, (_, n) =>
      report(`test|${n}`, `large-${n}`, { data: { note: LARGE } }),
    );
    for (const answer of await Promise.all(large)) expect([201, 503]).toContain(answer.status);
  });

  it('refuses a new event of the patient of whom too much is recorded, by name', async () => {
    const answer = await report(ONE, 'one-more');
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'history-too-large' });
  });

  it('answers figures without that patient, and says so where it is asked about alone', async () => {
    const stalls = await ask('/v1/pathways/back-pain/stalls');
    expect(stalls).toMatchObject({ status: 200, body: { unreadable: 1 } });
    expect(await ask(`/v1/patients/${ONE}/journey`)).toMatchObject({
      status: 422,
      body: { code: 'history-too-large' },
    });
    const path = `/v1/patients/${encodeURIComponent('test|1')}/journey`;
    const many = await Promise.all(Array.from({ length: 40 }, () => ask(path)));
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('is still there, and its log can be printed', async () => {
    expect(server.exitCode).toBeNull();
    expect((await report('test|anna', 'e2')).status).toBe(201);
    const { status } = await stafettProcess(['log', '--data', data, '--limit', '400'], MEMORY);
    expect(status).toBe(0);
  }, 60_000);
});
