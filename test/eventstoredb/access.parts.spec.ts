/** A server with TLS and users, as a site has it, and the adapter that logs in to it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { TEST_CERTIFICATE, TEST_KEY } from './certificate.spec.support.js';
import { collect, connect, event, newStream, refusalOf } from './server.spec.support.js';
import { type StandIn, startStandIn } from './stand-in.js';

const users = { admin: 'changeit', clerk: 'secret' };
let folder: string;
let standIn: StandIn;
/** With the certificate, and without a user. */
let url: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standin-tls-'));
  const certificate = join(folder, 'ca.pem');
  await writeFile(certificate, TEST_CERTIFICATE);
  standIn = await startStandIn({ users, tls: { key: TEST_KEY, certificate: TEST_CERTIFICATE } });
  url = `${standIn.connectionString}&tlsCAFile=${encodeURIComponent(certificate)}`;
});
afterEach(async () => {
  await standIn.stop();
  await rm(folder, { recursive: true });
});

const as = (login: string) => connect(url.replace('esdb://', `esdb://${login}@`));

describe('A server with TLS and users', () => {
  it('takes appends of who logs in, both ways', async () => {
    const client = as('admin:changeit');
    const credentials = { username: 'admin', password: 'changeit' };
    await client.appendToStream(newStream(), event());
    await connect(url).appendToStream(newStream(), event(), { credentials });
  });

  it('refuses who does not, and who has another password', async () => {
    for (const client of [connect(url), as('admin:wrong'), as('nobody:changeit')]) {
      const append = client.appendToStream(newStream(), event());
      expect(await refusalOf(append)).toMatchObject({ type: 'access-denied' });
    }
  });

  it('without TLS refuses everybody, since clients then keep passwords to themselves', async () => {
    const plain = await startStandIn({ users });
    const client = connect(plain.connectionString.replace('esdb://', 'esdb://admin:changeit@'));
    const append = client.appendToStream(newStream(), event());
    expect(await refusalOf(append)).toMatchObject({ type: 'access-denied' });
    await plain.stop();
  });

  it('lets only administrators read everything, which an event store needs', async () => {
    const client = as('clerk:secret');
    await client.appendToStream(newStream(), event());
    expect(await refusalOf(collect(client.readAll({ maxCount: 1 })))).toMatchObject({
      type: 'access-denied',
    });
    const opened = openEventStoreDb({
      connectionString: url,
      credentials: { username: 'clerk', password: 'secret' },
      access: 'write',
      clock: Date.now,
    });
    await expect(opened).rejects.toMatchObject({
      code: 'access-denied',
      message: expect.stringContaining('the rights of an administrator') as unknown,
    });
  });

  it('serves the event store that is opened on it', async () => {
    const store = await openEventStoreDb({
      connectionString: url,
      credentials: { username: 'admin', password: 'changeit' },
      access: 'write',
      clock: Date.now,
    });
    const one = { id: crypto.randomUUID(), type: 'Told.v1', data: { a: 1 }, metadata: {} };
    await store.append('patient-1', 'none', [one]);
    const { events } = await store.readLog({ limit: 10 });
    expect(events).toEqual([expect.objectContaining({ id: one.id, stream: 'patient-1' })]);
    await store.close();
  });
});
