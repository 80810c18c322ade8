/**
 * `stafett backup` while a server takes events, and `stafett restore`: what was acknowledged before
 * the backup began is in it, and what does not fit is refused before anything is touched.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdirSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { readWholeLog, type LogEvent } from '#event-store';
import { waitUntil } from '#event-store/testing';
import { backUpFolder } from '../apps/composition/backup.js';
import { openLogForReading } from '../apps/composition/stores/log.js';
import { placesIn } from '../apps/composition/stores/places.js';
import { endAll, startServer, stafettProcess, temporaryFolder } from './data-folder.js';

const PER_SECOND = 200;
const BEFORE = 300;

async function eventsIn(folder: string): Promise<LogEvent[]> {
  const store = await openLogForReading(placesIn(folder));
  const all: LogEvent[] = [];
  for await (const page of readWholeLog(store)) all.push(...page);
  await store.close();
  return all;
}

describe('A backup of a folder whose server takes 200 events a second', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Awaited<ReturnType<typeof startServer>>;
  const at = (name: string): string => join(folder.path, name);
  const run = (command: string, ...args: readonly string[]) =>
    stafettProcess([command, ...args, '--json']);
  /** Positions of events that were acknowledged, by patient. */
  const acknowledged: number[] = [];
  let isLoaded = true;

  const report = async (n: number): Promise<void> => {
    const response = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        ...{ specversion: '1.0', id: `e${n}`, source: 'urn:test', subject: `test|p${n}` },
        ...{ type: 'VisitCompleted.v1', time: '2026-01-05T10:00:00Z' },
      }),
    });
    const { position } = (await response.json()) as { position: string };
    expect(response.status).toBe(201);
    acknowledged.push(Number(position));
  };
  const load = async (): Promise<void> => {
    const sent: Promise<void>[] = [];
    for (const since = performance.now(); isLoaded; await pause(5)) {
      const due = ((performance.now() - since) * PER_SECOND) / 1_000;
      while (sent.length < due) sent.push(report(sent.length));
    }
    await Promise.all(sent);
  };

  let loading: Promise<void>;
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startServer(at('data'));
    loading = load();
    await waitUntil('some events to be taken', () => acknowledged.length >= BEFORE);
  });
  afterAll(async () => {
    endAll();
    await folder.remove();
  });

  it('has all that was acknowledged before it began, and is a beginning of the log', async () => {
    const before = [...acknowledged];
    const { status, stdout } = await run('backup', at('backup'), '--data', at('data'));
    expect(acknowledged.length).toBeGreaterThan(before.length);
    const { position, verified } = JSON.parse(stdout) as {
      position: string;
      verified: { whole: boolean; events: number };
    };
    expect({ status, whole: verified.whole }).toEqual({ status: 0, whole: true });
    isLoaded = false;
    await loading;
    expect(Number(position)).toBeGreaterThanOrEqual(Math.max(...before));

    const restored = await run('restore', at('backup'), '--data', at('other'));
    expect(JSON.parse(restored.stdout)).toMatchObject({ position, aside: null, hasSecret: false });
    expect(restored.status).toBe(0);
    const events = await eventsIn(at('other'));
    expect(events).toHaveLength(verified.events);
    expect(events).toEqual((await eventsIn(at('data'))).slice(0, events.length));
    copyFileSync(join(at('data'), 'secret.key'), join(at('other'), 'secret.key'));
    const again = await startServer(at('other'));
    again.process.kill('SIGTERM');
    expect(await again.exited).toBe(0);
  });

  it('says how far it has come', async () => {
    const shares: number[] = [];
    const onProgress = ({ share }: { readonly share: number }) => void shares.push(share);
    await backUpFolder(at('data'), at('watched'), { withSecret: true, onProgress });
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(readdirSync(at('watched')).sort()).toEqual(['log.db', 'secret.key']);
  });

  it('is refused where a backup is already, and restored over no log that is there', async () => {
    const before = statSync(join(at('backup'), 'log.db')).mtimeMs;
    const again = await run('backup', at('backup'), '--data', at('data'));
    expect(again).toMatchObject({ status: 1, stdout: '' });
    expect(again.stderr).toContain('backup-exists');
    expect(statSync(join(at('backup'), 'log.db')).mtimeMs).toBe(before);
    const over = await run('restore', at('backup'), '--data', at('other'));
    expect(over).toMatchObject({ status: 1, stdout: '' });
    expect(over.stderr).toContain('log-exists');
    const served = await run('restore', at('backup'), '--replace', '--data', at('data'));
    expect(served).toMatchObject({ status: 1, stdout: '' });
    expect(served.stderr).toContain('stafett serve');
    const none = await run('restore', at('nothing'), '--data', at('new'));
    expect(none).toMatchObject({ status: 1, stdout: '' });
    expect(none.stderr).toContain('backup-missing');
  });

  it('that is damaged, or of a newer version, is not restored, and the folder stays as it was', async () => {
    const copyOf = (name: string): string => {
      mkdirSync(at(name));
      copyFileSync(join(at('backup'), 'log.db'), join(at(name), 'log.db'));
      return join(at(name), 'log.db');
    };
    const damaged = copyOf('damaged');
    const file = openSync(damaged, 'r+');
    writeSync(file, Buffer.alloc(4_096, 'x'), 0, 4_096, Math.floor(statSync(damaged).size / 2));
    const newer = new Database(copyOf('newer'));
    newer.pragma('user_version = 99');
    newer.close();
    for (const [name, code] of [
      ['damaged', 'backup-damaged'],
      ['newer', 'format-too-new'],
    ] as const) {
      const refused = await run('restore', at(name), '--data', at(`from-${name}`));
      expect(refused).toMatchObject({ status: 1, stdout: '' });
      expect(refused.stderr).toContain(code);
      expect(await run('log', 'verify', '--data', at(`from-${name}`))).toMatchObject({ status: 1 });
    }
  });
});
