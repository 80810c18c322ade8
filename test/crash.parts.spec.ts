/** An import that is killed without warning can simply be done again; `kills.parts.spec.ts` kills servers. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readWholeLog, type Position, requireReadable } from '#event-store';
import { waitUntil } from '#event-store/testing';
import { dataFolder, openLogForReading } from '../apps/composition/index.js';
import {
  BACK_PAIN_PATHWAY,
  filesIn,
  runStafett,
  startStafett,
  temporaryFolder,
} from './data-folder.js';

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

  it('an import that is run again ends in the log of an undisturbed run', async () => {
    const file = join(folder.path, 'hospital.xes');
    await writeFile(file, xesLog());
    const [disturbed, undisturbed] = [join(folder.path, 'a'), join(folder.path, 'b')];
    // The same secret on both sides, so that the same case is the same patient.
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', disturbed);
    await cp(dataFolder(disturbed).secret, dataFolder(undisturbed).secret);
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', undisturbed);
    const args = (data: string): string[] => ['import', file, '--pathway', 'stay', '--data', data];

    const kills: number[] = [];
    for (const after of [100, 2_500]) {
      const child = startStafett(args(disturbed));
      const exited = new Promise<void>((done) => child.on('close', () => done()));
      const hasCome = async () =>
        Number((await headOf(disturbed)) ?? 0) >= after || child.exitCode !== null;
      await waitUntil(`${after} events`, hasCome, { everyMs: 2 });
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
  }, 180_000);
});
