/** `stafett config check` against servers and folders that are not as they should be. It shows no password. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { itOnSmallDisk, mountSmallDisk, removeDisk } from '#event-store/contract';
import { createDatabase, startWithStandby, type WithStandby } from '#postgres/testing';
import { checkInstallation } from '../apps/composition/checking/check-installation.js';
import { openLogForWriting } from '../apps/composition/stores/log.js';
import { parsePlace } from '../apps/composition/stores/parse-place.js';
import { placesIn, type DatabasePlace, type Places } from '../apps/composition/stores/places.js';
import { stafettProcess } from './data-folder.js';
import { startStandIn, type StandIn } from './eventstoredb/stand-in.js';

const SECRET = 'correct-horse';
const folder = mkdtempSync(join(tmpdir(), 'stafett-check-'));
const data = join(folder, 'data');

const placesAt = (url: string): Places => {
  const place = parsePlace(url, { folder, data, seenByOthers: false }) as DatabasePlace;
  return { log: place, readModels: place, work: place };
};

/** What it says of the log's place: each finding in one line. */
async function check(places: Places, clock: () => number = Date.now) {
  const checked = await checkInstallation({ data, places }, clock);
  const text = JSON.stringify(checked);
  expect(text).not.toContain(SECRET);
  const log = checked.places.find(({ setting }) => setting === 'event-store')!;
  const findings = log.findings.map(({ level, message }) => `${level}: ${message}`);
  return { usable: checked.usable, findings };
}

afterAll(() => rmSync(folder, { recursive: true }));

describe('A check of PostgreSQL', () => {
  let servers: WithStandby;
  const at = (user: string, database = 'postgres', parameters = ''): string => {
    const url = new URL(servers.primary.url);
    [url.username, url.password] = user.split(':') as [string, string];
    url.pathname = database;
    return url.href + parameters;
  };
  const run = async (...statements: readonly string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: servers.primary.url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };

  beforeAll(async () => {
    servers = await startWithStandby(folder);
    await run(
      `create role anna login password '${SECRET}'`,
      `create role owner login password '${SECRET}'`,
      'grant create on database postgres to owner',
      `create database latin encoding 'LATIN1' locale 'C' template template0 owner owner`,
    );
  });
  afterAll(() => servers.stop());

  it('finds one that can be used, beside its log as well', async () => {
    const places = placesAt(at(`owner:${SECRET}`));
    const { usable, findings } = await check(places);
    expect({ usable, findings }).toMatchObject({
      usable: true,
      findings: expect.arrayContaining([
        ...['ok: It takes writes.', 'ok: The user owner may make schemas.'],
        ...['ok: Its encoding is UTF8.', 'ok: What it has committed is on its disk.'],
        'ok: There is no log yet: the first command that writes makes one.',
      ]) as unknown,
    });
    const log = await openLogForWriting(places, { clock: Date.now });
    expect((await check(places)).findings).toContain('ok: The log is empty.');
    await log.close();
  });

  it.each([
    ['that is a standby', () => servers.standby.url, 'failed: It is a standby, which takes no'],
    [
      'where our user has no rights',
      () => at(`anna:${SECRET}`, 'postgres', '?schema=new'),
      'failed: The user anna may not make schemas',
    ],
    ['that refuses our password', () => at(`anna:${SECRET}-not`), 'failed: password authentic'],
    [
      'without TLS',
      () => at(`owner:${SECRET}`, 'postgres', '?sslmode=require'),
      'failed: The serv',
    ],
    ['in another encoding', () => at(`owner:${SECRET}`, 'latin'), 'failed: Its encoding is LATIN1'],
    ['without our database', () => at(`owner:${SECRET}`, 'none'), 'failed: database "none" does'],
    [
      'behind several hosts',
      () => `postgres://owner:${SECRET}@one:5432,two:5432/care`,
      'failed: The address of the PostgreSQL database is not valid: it names several hosts',
    ],
    [
      'that is not there',
      () => `postgres://owner:${SECRET}@127.0.0.1:1/care`,
      'connect ECONNREFUSED',
    ],
  ])('fails for one %s, in words of its own', async (_, url, words) => {
    const { usable, findings } = await check(placesAt(url()));
    expect(usable).toBe(false);
    expect(findings).toContainEqual(expect.stringContaining(words));
  });

  it('fails where a power cut loses what was acknowledged, and warns of clocks apart', async () => {
    const places = placesAt(at(`owner:${SECRET}`));
    await run('alter system set fsync = off', 'select pg_reload_conf()');
    try {
      const { usable, findings } = await check(places, () => Date.now() + 60_000);
      expect(usable).toBe(false);
      expect(findings).toContainEqual(expect.stringContaining('failed: fsync = off'));
      expect(findings).toContainEqual(expect.stringMatching(/^warning: Its clock .* apart/));
    } finally {
      await run('alter system reset fsync', 'select pg_reload_conf()');
    }
  });

  it('says what a log in another encoding is refused by', async () => {
    const opening = openLogForWriting(placesAt(at(`owner:${SECRET}`, 'latin')), {
      clock: Date.now,
    });
    await expect(opening).rejects.toMatchObject({
      ...{ code: 'server-unsuitable', message: expect.stringContaining('UTF8') as unknown },
    });
    const rest = placesIn(data);
    const { log } = placesAt(at(`owner:${SECRET}`, 'latin'));
    await expect(
      openLogForWriting(
        { ...rest, log, work: placesAt(await newDatabase()).work },
        {
          clock: Date.now,
        },
      ),
    ).rejects.toMatchObject({ code: 'unsafe-storage' });
  });

  const newDatabase = () => createDatabase(servers.primary.url);

  it('ends a command with 1, whose output shows no password', async () => {
    const env = { STAFETT_EVENT_STORE: at(`anna:${SECRET}`) };
    for (const more of [[], ['--json']]) {
      const command = ['config', 'check', ...more, '--data', data];
      const { status, stdout, stderr } = await stafettProcess(command, env);
      expect(status).toBe(1);
      expect(stdout).toContain('may not make schemas');
      expect(stdout + stderr).not.toContain(SECRET);
    }
  });
});

describe('A check of EventStoreDB', () => {
  let server: StandIn;
  beforeAll(async () => (server = await startStandIn()));

  it('finds one that answers, and fails for one that does not', async () => {
    const rest = placesIn(data);
    const { log } = placesAt(server.connectionString);
    const { usable, findings } = await check({ ...rest, log });
    expect({ usable, findings }).toMatchObject({ usable: true });
    expect(findings).toContain('ok: The whole log can be read.');
    await server.stop();
    expect((await check({ ...rest, log })).usable).toBe(false);
  });
});

describe('A check of folders', () => {
  it.each([
    ['that is not there yet', () => join(folder, 'new', 'one'), true, 'ok: There is no such'],
    ['that is a file', () => join(folder, 'file'), false, 'failed: There is a file where'],
    [
      'below a file',
      () => join(folder, 'file', 'x'),
      false,
      'failed: There is no such folder, and',
    ],
    // Nobody makes files there, an administrator neither.
    ['that takes no files', () => '/proc', false, 'failed: The folder cannot be written to'],
  ])('finds what is to be said of one %s', async (_, path, isUsable, words) => {
    writeFileSync(join(folder, 'file'), '');
    const { usable, findings } = await check(placesIn(path()));
    expect({ usable, findings }).toEqual({
      usable: isUsable,
      findings: expect.arrayContaining([expect.stringContaining(words)]) as unknown,
    });
  });

  itOnSmallDisk('fails for one on a disk that is full', async () => {
    const disk = mountSmallDisk(4);
    try {
      expect(() => writeFileSync(join(disk, 'ballast'), Buffer.alloc(2 ** 23))).toThrow(/ENOSPC/);
      const { findings } = await check(placesIn(disk));
      expect(findings).toContainEqual(expect.stringContaining('ENOSPC'));
    } finally {
      removeDisk(disk);
    }
  });
});
