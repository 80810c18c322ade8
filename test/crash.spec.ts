/** Killed without warning: what was acknowledged is there once, and the work can simply be done again. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWholeLog, type Position, requireReadable } from '#event-store';
import { dataFolder, openLogForReading } from '../apps/composition/index.js';
import {
  BACK_PAIN_PATHWAY,
  filesIn,
  runStafett,
  startServer,
  startStafett,
  temporaryFolder,
} from './data-folder.js';
import { itInParts } from './setup/in-parts.js';

const CASES = 600;
const EVENTS_PER_CASE = 12;

/** A log as a hospital exports it: offsets, ties in its own order, the same in every run. */
function xesLog(): string {
  const trace = (n: number): string => {
    const events = Array.from({ length: EVENTS_PER_CASE }, (_, index) => {
      const at = new Date(Date.UTC(2024, 0, 1, n % 24, index - (index % 3))).toISOString();
      return `<event><string key="concept:name" value="Step ${index % 7}"/><date key="time:timestamp" value="${at.replace('Z', '+00:00')}"/></event>`;
    });
    return `<trace><string key="concept:name" value="case-${n}"/>${events.join('')}</trace>`;
  };
  return `<?xml version="1.0"?><log xes.version="1.0">${Array.from({ length: CASES }, (_, n) => trace(n)).join('\n')}</log>`;
}

/** Everything of the log that does not depend on when it was recorded, per stream. */
async function contentOf(folder: string): Promise<ReadonlyMap<string, string[]>> {
  const store = await openLogForReading(dataFolder(folder));
  const streams = new Map<string, string[]>();
  for await (const page of readWholeLog(store)) {
    for (const { stream, revision, id, type, data, metadata } of requireReadable(page)) {
      const known = streams.get(stream) ?? [];
      known.push(JSON.stringify([revision, id, type, data, metadata]));
      streams.set(stream, known);
    }
  }
  await store.close();
  return new Map([...streams].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function headOf(folder: string): Promise<Position | undefined> {
  if (!existsSync(filesIn(folder).log)) return undefined;
  try {
    const store = await openLogForReading(dataFolder(folder));
    const head = await store.head();
    await store.close();
    return head;
  } catch {
    // The log is being made at this very moment.
    return undefined;
  }
}

describe('Killed with SIGKILL', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    await folder.remove();
  });

  itInParts(
    'an import that is run again ends in the log of an undisturbed run',
    async () => {
      const file = join(folder.path, 'hospital.xes');
      await writeFile(file, xesLog());
      const [disturbed, undisturbed] = [join(folder.path, 'a'), join(folder.path, 'b')];
      // The same secret on both sides, so that the same case is the same patient.
      await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', disturbed);
      await cp(dataFolder(disturbed).secret, dataFolder(undisturbed).secret);
      await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', undisturbed);
      const args = (data: string): string[] => [
        'import',
        file,
        '--pathway',
        'stay',
        '--data',
        data,
      ];

      const kills: number[] = [];
      for (const after of [100, 2_500]) {
        const child = startStafett(args(disturbed));
        const exited = new Promise<void>((done) => child.on('close', () => done()));
        while (Number((await headOf(disturbed)) ?? 0) < after && child.exitCode === null) {
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        child.kill('SIGKILL');
        await exited;
        kills.push(Number(await headOf(disturbed)));
      }
      const [firstKill = 0, secondKill = 0] = kills;
      expect(firstKill).toBeGreaterThan(0);
      expect(secondKill).toBeLessThan(CASES * EVENTS_PER_CASE);

      expect(await runStafett(...args(disturbed))).toMatchObject({ status: 0 });
      expect(await runStafett(...args(undisturbed))).toMatchObject({ status: 0 });
      const log = await contentOf(disturbed);
      expect(log).toEqual(await contentOf(undisturbed));
      expect([...log.keys()].filter((stream) => stream.startsWith('patient-'))).toHaveLength(CASES);
    },
    180_000,
  );

  it('a server has every event that it had acknowledged, once', async () => {
    const data = join(folder.path, 'data');
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', data);
    const acknowledged = new Set<string>();
    // `kills.parts.spec.ts` kills it fifty times.
    const server = await startServer(data);
    let stopped = false;
    const publish = async (publisher: number): Promise<void> => {
      for (let n = 0; !stopped; n += 1) {
        const id = `e-${publisher}-${n}`;
        try {
          const response = await fetch(`${server.url}/v1/events`, {
            method: 'POST',
            headers: { 'content-type': 'application/cloudevents+json' },
            body: JSON.stringify({
              specversion: '1.0',
              id,
              source: 'urn:test:crash',
              type: 'VisitCompleted.v1',
              subject: `test|${publisher}`,
              time: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString(),
            }),
          });
          if (response.status === 201) acknowledged.add(id);
          await response.arrayBuffer();
        } catch {
          return; // The server is gone: whether this one was recorded is for the next run to say.
        }
      }
    };
    const publishers = Array.from({ length: 16 }, (_, n) => publish(n));
    while (acknowledged.size < 100) await new Promise((resume) => setTimeout(resume, 5));
    server.process.kill('SIGKILL');
    await server.exited;
    stopped = true;
    await Promise.all(publishers);
    const times = new Map<string, number>();
    for (const events of (await contentOf(data)).values()) {
      for (const event of events) {
        const id = (JSON.parse(event) as [unknown, unknown, unknown, unknown, { id?: string }])[4]
          .id;
        if (id !== undefined) times.set(id, (times.get(id) ?? 0) + 1);
      }
    }
    expect([...acknowledged].filter((id) => times.get(id) !== 1)).toEqual([]);
    expect([...times.values()].filter((n) => n !== 1)).toEqual([]);
  }, 180_000);
});
