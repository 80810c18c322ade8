/**
 * A whole server whose EventStoreDB is killed, started again and frozen while reports come in: the
 * server stays up and says what it cannot do, and nothing that it acknowledged is lost.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { factFromStored } from '#care-event';
import { readWholeLog, requireReadable } from '#event-store';
import { openEventStoreDb } from '#event-store/eventstoredb';
import {
  BACK_PAIN_PATHWAY,
  finished,
  printedBy,
  start,
  LAUNCHER,
  temporaryFolder,
} from '../data-folder.js';
import { OwnProcess } from '../eventstoredb/own-process.spec.support.js';

const PUBLISHERS = 4;
/** How long a report may have to wait: failovers take up to 20 s, and a frozen connection is dropped after 18 s. */
const FLOWS_WITHIN_MS = 45_000;

describe('A server whose EventStoreDB goes', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let store: OwnProcess;
  let server: ChildProcess;
  let url: string;
  let printed = '';
  const acknowledged = new Set<string>();
  const statuses = new Set<number>();

  beforeEach(async () => {
    folder = await temporaryFolder();
    store = await OwnProcess.start(`${folder.path}/store`);
    const env = { STAFETT_EVENT_STORE: store.connectionString, STAFETT_SINGLE_HOST: 'true' };
    const data = ['--data', `${folder.path}/data`];
    const by = ['--author', 'a', '--reason', 'r'];
    const published = start(
      LAUNCHER,
      ['pathway', 'publish', BACK_PAIN_PATHWAY, ...by, ...data],
      env,
    );
    expect(await finished(published)).toMatchObject({ status: 0 });
    server = start(LAUNCHER, ['serve', '--port', '0', ...data], env);
    server.stderr?.on('data', (text) => (printed += String(text)));
    url = await printedBy(server, /(http:\/\/[\d.]+:\d+)/);
  });
  afterEach(async () => {
    store.thaw();
    server.kill('SIGKILL');
    await store.signal('SIGKILL');
    await folder.remove();
  });

  /** Sends until it is acknowledged, as publishers do. @returns how long that took, ms */
  async function publish(publisher: number, n: number): Promise<number> {
    const begun = performance.now();
    const id = `${publisher}-${n}`;
    const event = {
      ...{ specversion: '1.0', id, source: 'urn:test', type: 'SymptomOnsetReported.v1', data: {} },
      ...{ subject: `test|${publisher}-${n % 20}`, time: '2026-04-03T10:00:00+03:00' },
    };
    for (;;) {
      const status = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify(event),
      }).then((response) => response.arrayBuffer().then(() => response.status));
      statuses.add(status);
      if (status === 201 || status === 200) break;
      await pause(200);
    }
    acknowledged.add(id);
    return performance.now() - begun;
  }

  it('waits for it, answers 503 meanwhile, and has all that it acknowledged, once', async () => {
    let running = true;
    let longestMs = 0;
    const publishing = Array.from({ length: PUBLISHERS }, async (_, publisher) => {
      for (let n = 0; running; n += 1) longestMs = Math.max(longestMs, await publish(publisher, n));
    });
    for (let kills = 0; kills < 2; kills += 1) {
      await pause(2_000);
      await store.signal('SIGKILL');
      await pause(3_000);
      await store.startAgain();
    }
    await pause(2_000);
    store.freeze();
    await pause(22_000);
    store.thaw();
    await pause(4_000);
    running = false;
    await Promise.all(publishing);
    expect(server.exitCode).toBe(null);
    expect(longestMs).toBeLessThan(FLOWS_WITHIN_MS);
    expect([...statuses].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);

    const log = await openEventStoreDb({
      ...{ connectionString: store.connectionString, access: 'read', clock: Date.now },
    });
    const times = new Map<string, number>();
    for await (const page of readWholeLog(log))
      for (const event of requireReadable(page)) {
        const id = factFromStored(event)?.id;
        if (id !== undefined) times.set(id, (times.get(id) ?? 0) + 1);
      }
    const head = await log.head();
    await log.close();
    expect(acknowledged.size).toBeGreaterThan(50);
    expect([...acknowledged].filter((id) => times.get(id) !== 1)).toEqual([]);
    expect([...times.values()].filter((count) => count !== 1)).toEqual([]);

    const until = performance.now() + FLOWS_WITHIN_MS;
    for (let shown; shown !== head; await pause(200)) {
      if (performance.now() > until) throw new Error(`The figures stand at ${shown}, not ${head}.`);
      const ready = (await (await fetch(`${url}/health/ready`)).json()) as Ready;
      shown = ready.readModels;
    }
    expect(printed).not.toMatch(/uncaught|unhandled/i);
  });
});

interface Ready {
  readonly readModels?: string;
}
