/**
 * A log that was lost, shortened or replaced beside what was made from it: refused by name, until
 * somebody goes on knowingly. With real folders, and processes that are killed.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { waitUntil } from '#event-store/testing';
import {
  askStafett,
  BACK_PAIN_PATHWAY,
  endAll,
  filesIn,
  runStafett,
  startServer,
  temporaryFolder,
} from './data-folder.js';

interface LoggedEvent {
  readonly position: string;
  readonly type: string;
  readonly data: { readonly positions: readonly object[]; readonly files?: string };
}

describe('A data folder', () => {
  let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
  let data: string;
  let paths: ReturnType<typeof filesIn>;
  let server: Awaited<ReturnType<typeof startServer>> | undefined;

  beforeEach(async () => {
    temporary = await temporaryFolder();
    data = join(temporary.path, 'data');
    paths = filesIn(data);
  });
  afterEach(async () => {
    endAll();
    await temporary.remove();
  });

  async function serveHere(...more: readonly string[]): Promise<string> {
    server = await startServer(data, more);
    return server.url;
  }

  async function report(url: string, ...ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const { status } = await fetch(`${url}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify({
          ...{ specversion: '1.0', id, source: 'urn:test:gp', type: 'SymptomOnsetReported.v1' },
          ...{ subject: 'test|anna', time: '2026-01-05T10:00:00Z' },
        }),
      });
      expect(status).toBe(201);
    }
  }

  const settled = (url: string) =>
    waitUntil('the read models to come as far as the log', async () => {
      const ready = (await (await fetch(`${url}/health/ready`)).json()) as Record<string, unknown>;
      return ready['position'] === ready['readModels'];
    });

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    server!.process.kill(signal);
    await server!.exited;
  }

  /** A folder in which some events were recorded and processed. */
  async function used(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const url = await serveHere();
    await report(url, 'e1', 'e2', 'e3');
    await settled(url);
    await end(signal);
  }

  /** What a command is told, by its code. */
  async function refusal(...args: readonly string[]): Promise<{ code: string; message: string }> {
    const { status, stderr, stdout } = await runStafett(...args, '--data', data, '--json');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    return (JSON.parse(stderr) as { error: { code: string; message: string } }).error;
  }

  const SERVE = ['serve', '--port', '0'];
  const PUBLISH = ['pathway', 'publish', BACK_PAIN_PATHWAY];
  const CENSUS = ['census', '--pathway', 'back-pain'];

  const logged = async (): Promise<readonly LoggedEvent[]> => {
    const { stdout } = await runStafett('log', '--data', data, '--json', '--limit', '1000');
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LoggedEvent);
  };

  it('whose log was deleted is refused to everybody, and stays as it is', async () => {
    await used();
    rmSync(paths.log);
    for (const command of [SERVE, PUBLISH, CENSUS, ['log'], ['log', 'verify']]) {
      const { code, message } = await refusal(...command);
      expect(code).toBe('log-loss');
      expect(message).toContain(`Events are missing in ${paths.log}: the file is missing`);
      expect(message).toMatch(/the read models .*journeys.* had reached position \d+/);
      expect(message).toContain('--accept-loss');
    }
    expect(existsSync(paths.log)).toBe(false);
  });

  it('whose log was emptied is refused to everybody', async () => {
    await used();
    truncateSync(paths.log, 0);
    for (const command of [SERVE, CENSUS, ['log']]) {
      const { code, message } = await refusal(...command);
      expect(code).toBe('log-loss');
      expect(message).toContain('the file is empty');
    }
    expect(statSync(paths.log).size).toBe(0);
  });

  it('whose log is gone, and only its write-ahead log is left, is refused', async () => {
    await used('SIGKILL');
    for (const file of readdirSync(data))
      if (!file.startsWith('log.db-') && file !== 'secret.key') rmSync(join(data, file));
    expect(await refusal(...SERVE)).toMatchObject({ code: 'log-loss' });
    expect(existsSync(`${paths.log}-wal`)).toBe(true);
  });

  it.each([
    ['removed', (wal: string) => rmSync(wal)],
    ['emptied', (wal: string) => truncateSync(wal, 0)],
    ['cut by its last byte', (wal: string) => truncateSync(wal, statSync(wal).size - 1)],
  ])(
    'whose write-ahead log was %s after a kill is refused, though nobody had come so far',
    async (_what, cut) => {
      const before = await serveHere();
      // Nothing is copied into the log that a reader does not see, however long this takes.
      const reader = new DatabaseSync(paths.log, { readOnly: true });
      reader.exec('BEGIN; SELECT count(*) FROM events');
      await report(before, 'e1', 'e2', 'e3');
      await end('SIGKILL');
      reader.close();
      // Without read models and checkpoints, only the log itself can show it.
      rmSync(paths.readModels);
      rmSync(paths.checkpoints);
      cut(`${paths.log}-wal`);
      for (const command of [CENSUS, ['log'], SERVE]) {
        const { code, message } = await refusal(...command);
        expect(code).toBe('log-loss');
        expect(message).toContain('log.db-wal');
      }
      const url = await serveHere('--accept-loss');
      await report(url, 'e4');
      await end('SIGTERM');
      expect(await logged()).toContainEqual(
        expect.objectContaining({
          type: 'DataLossAccepted.v1',
          data: expect.objectContaining({ files: 'wal-cut' }) as unknown,
        }),
      );
    },
  );

  it('whose write-ahead log was cut after all of it was copied has lost nothing', async () => {
    const url = await serveHere();
    const ids = Array.from({ length: 30 }, (_, index) => `e${index}`);
    await report(url, ...ids);
    await settled(url);
    // A second after the last commit it is copied into the log; the index counts both.
    await waitUntil('all of it to be copied', () => {
      const index = readFileSync(`${paths.log}-shm`);
      return index.readUInt32LE(16) === index.readUInt32LE(96);
    });
    await end('SIGKILL');
    truncateSync(`${paths.log}-wal`, 40_000);
    const facts = (await logged()).filter(({ type }) => type === 'SymptomOnsetReported.v1');
    expect(facts).toHaveLength(ids.length);
    expect(await runStafett('log', 'verify', '--data', data)).toMatchObject({ status: 0 });
    expect(await runStafett(...PUBLISH, '--data', data)).toMatchObject({ status: 0 });
  });

  it('whose log is gone, or older than its read models, is not verified as whole', async () => {
    await used();
    const backup = join(temporary.path, 'backup.db');
    cpSync(paths.log, backup);
    const url = await serveHere();
    await report(url, 'later');
    await settled(url);
    await end('SIGTERM');
    const verify = ['log', 'verify'];
    rmSync(paths.log);
    expect(await refusal(...verify)).toMatchObject({ code: 'log-loss' });
    writeFileSync(paths.log, '');
    expect(await refusal(...verify)).toMatchObject({ code: 'log-loss' });
    cpSync(backup, paths.log);
    const { status, stdout } = await runStafett(...verify, '--data', data, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ whole: false, faulty: 0, file: [] },
      loss: expect.arrayContaining([expect.stringContaining('had reached position')]) as unknown,
    });
    const page = await runStafett(...verify, '--data', data);
    expect(page.stdout).toContain('Events are missing (log-loss)');
  });

  it('that was killed and is whole is opened like any other', async () => {
    await used('SIGKILL');
    expect(await runStafett(...CENSUS, '--data', data)).toMatchObject({ status: 1 });
    expect(await runStafett(...PUBLISH, '--data', data)).toMatchObject({ status: 0 });
    await askStafett(...CENSUS, '--data', data);
  });

  it('whose log was put back from a backup beside newer read models is refused, and names them', async () => {
    await used();
    const backup = join(temporary.path, 'backup.db');
    cpSync(paths.log, backup);
    const url = await serveHere();
    await report(url, 'later');
    await settled(url);
    await end('SIGTERM');
    cpSync(backup, paths.log);
    for (const command of [SERVE, PUBLISH, CENSUS]) {
      const { code, message } = await refusal(...command);
      expect(code).toBe('log-loss');
      expect(message).toMatch(
        /it ends at position \d+, but the read models .*journeys.* had reached position \d+/,
      );
      expect(message).toMatch(/the processors .*handovers/);
      expect(message).toContain('restored');
    }
  });

  it('goes on after a loss if that is accepted, says so in its log, and asks only once', async () => {
    await used();
    rmSync(paths.log);
    const accepted = await runStafett(...PUBLISH, '--accept-loss', '--data', data);
    expect(accepted).toMatchObject({ status: 0 });
    const [loss] = (await logged()).filter(({ type }) => type === 'DataLossAccepted.v1');
    expect(loss?.data.positions).toContainEqual({
      ...{ kind: 'read model', name: 'journeys', found: 'other-log' },
      position: expect.stringMatching(/^\d+$/) as unknown,
    });
    const census = await askStafett<{ started: number }>(...CENSUS, '--data', data);
    expect(census.started).toBe(0);
    const url = await serveHere();
    await report(url, 'e1');
    await end('SIGTERM');
    const again = (await logged()).filter(({ type }) => type === 'DataLossAccepted.v1');
    expect(again).toHaveLength(1);
  });

  it('with another folder’s log is refused', async () => {
    await used();
    const other = join(temporary.path, 'other');
    await runStafett(...PUBLISH, '--data', other);
    cpSync(filesIn(other).log, paths.log);
    const { code, message } = await refusal(...SERVE);
    expect(code).toBe('log-loss');
    expect(message).toContain('it is not the log in which');
  });

  it('whose log was restored and written on is refused beside the read models of before', async () => {
    await used();
    const backup = join(temporary.path, 'backup');
    cpSync(data, backup, { recursive: true });
    const url = await serveHere();
    await report(url, 'one', 'two');
    await settled(url);
    await end('SIGTERM');
    const newer = join(temporary.path, 'newer.db');
    cpSync(paths.readModels, newer);
    rmSync(data, { recursive: true });
    cpSync(backup, data, { recursive: true });
    await runStafett(...PUBLISH, '--data', data);
    await report(await serveHere(), 'three', 'four');
    await end('SIGTERM');
    cpSync(newer, paths.readModels);
    const { code, message } = await refusal(...CENSUS);
    expect(code).toBe('log-loss');
    expect(message).toMatch(/at position \d+ it has another event/);
  });

  it('with older read models than its log catches up', async () => {
    await used();
    const older = join(temporary.path, 'older.db');
    cpSync(paths.readModels, older);
    await runStafett(...PUBLISH, '--data', data);
    const url = await serveHere();
    await report(url, 'e4');
    await settled(url);
    await end('SIGTERM');
    cpSync(older, paths.readModels);
    const census = await askStafett<{ started: number }>(...CENSUS, '--data', data);
    expect(census.started).toBe(1);
  });

  it('restored into an empty folder starts without a question', async () => {
    await used();
    const restored = join(temporary.path, 'restored');
    const to = filesIn(restored);
    cpSync(paths.log, to.log);
    cpSync(paths.secret, to.secret);
    expect(await runStafett(...PUBLISH, '--data', restored)).toMatchObject({ status: 0 });
  });
});
