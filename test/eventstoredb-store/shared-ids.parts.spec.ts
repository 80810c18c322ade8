/**
 * A whole server on a log that cannot refuse one source and id for events of two patients: both are
 * recorded, and within seconds everybody who has to know does.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { openWriter } from '../../apps/composition/index.js';
import { serve, type Served } from '../../apps/server/serve.js';
import { BACK_PAIN_PATHWAY, temporaryFolder } from '../data-folder.js';
import { installationOn, startServer, withNewLog, type TestServer } from './server.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const NOTICED_WITHIN_MS = 15_000;

interface Deviation {
  readonly kind: string;
  readonly patient?: string;
}

describe('One source and id for events of two patients', () => {
  let store: TestServer;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Served;
  beforeAll(async () => {
    store = await startServer();
    folder = await temporaryFolder();
    const installation = installationOn(withNewLog(store.connectionString), folder.path);
    const writer = await openWriter(installation, { clock: () => NOW });
    const by = { author: 'test', reason: 'test' };
    await writer.engine.publishDefinition(await readFile(BACK_PAIN_PATHWAY, 'utf8'), by);
    await writer.close();
    server = await serve(installation, { port: 0, clock: () => NOW });
  });
  afterAll(async () => {
    await server.close();
    await folder.remove();
    await store.stop();
  });

  const json = async (path: string): Promise<unknown> => (await fetch(server.url + path)).json();
  const report = async (subject: string, id: string): Promise<number> => {
    const response = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        ...{ specversion: '1.0', id, source: 'urn:test:gp', type: 'SymptomOnsetReported.v1' },
        ...{ subject, time: '2026-04-03T10:00:00+03:00', data: {} },
      }),
    });
    return response.status;
  };
  const sharedIds = (deviations: readonly Deviation[]) =>
    deviations.filter(({ kind }) => kind === 'shared-id');

  it('are both recorded, and shown as a deviation of both, in operations too', async () => {
    expect(await report('test|other', 'onset-0')).toBe(201);
    expect(await report('test|anna', 'onset-1')).toBe(201);
    expect(await report('test|bo', 'onset-1')).toBe(201);
    const until = performance.now() + NOTICED_WITHIN_MS;
    let list: { readonly patientsDeviating: number } | undefined;
    while (list?.patientsDeviating !== 2) {
      if (performance.now() > until) throw new Error(`Not noticed: ${JSON.stringify(list)}`);
      await pause(100);
      const figure = (await json('/v1/pathways/back-pain/deviations')) as Figure;
      list = figure.kinds.find(({ kind }) => kind === 'shared-id');
    }
    const { journeys } = (await json('/v1/pathways/back-pain/journeys')) as {
      journeys: { patient: string }[];
    };
    const shown = [];
    for (const { patient } of journeys) {
      const journey = (await json(`/v1/patients/${patient}/journey`)) as {
        deviations: Deviation[];
      };
      shown.push(sharedIds(journey.deviations).length);
      const others = journeys.map((each) => each.patient).filter((each) => each !== patient);
      for (const other of others) expect(JSON.stringify(journey)).not.toContain(other);
    }
    expect(shown.sort()).toEqual([0, 1, 1]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^stafett_id_collisions_total 1$/m);
  });
});

interface Figure {
  readonly kinds: readonly { readonly kind: string; readonly patientsDeviating: number }[];
}
