/** A cluster whose leader is killed and frozen: what clients are told, and what the log in it has afterwards. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import { StandInCluster } from '../eventstoredb/stand-in-cluster.js';
import { event, newStream, refusalOf } from '../eventstoredb/server.spec.support.js';
import { underLoad, INTACT } from './load.spec.support.js';
import { withNewLog } from './server.js';

let cluster: StandInCluster;
beforeEach(async () => {
  cluster = await StandInCluster.start();
});
afterEach(() => cluster.stop());

describe('A cluster', () => {
  it('has a follower that refuses what is for the leader, and names it', async () => {
    const client = EventStoreDBClient.connectionString(cluster.followersConnectionString);
    const append = () =>
      client.appendToStream(newStream(), event(), {
        expectedRevision: NO_STREAM,
        requiresLeader: true,
        credentials: { username: 'a', password: 'b' },
      });
    expect(await refusalOf(append())).toMatchObject({
      type: 'not-leader',
      leader: { address: '127.0.0.1', port: cluster.leadersPort },
    });
    // Now the client has gone there.
    expect((await append()).success).toBe(true);
    await client.dispose();
  });

  it('has a follower that takes appends for the leader', async () => {
    const client = EventStoreDBClient.connectionString(cluster.followersConnectionString);
    const { success } = await client.appendToStream(newStream(), event(), {
      expectedRevision: NO_STREAM,
    });
    expect(success).toBe(true);
    await client.dispose();
  });
});

describe('A log in a cluster under load', () => {
  const load = { ms: 14_000, writers: 6, bytes: 300 };

  it('loses and repeats nothing when leaders are killed and come back', async () => {
    const url = withNewLog(cluster.connectionString);
    const result = await underLoad(url, load, async () => {
      for (let kills = 0; kills < 3; kills += 1) {
        await pause(2_000);
        await cluster.killLeader();
        await pause(500);
        await cluster.startKilled();
      }
    });
    expect(result).toMatchObject(INTACT);
    expect(result.acknowledged).toBeGreaterThan(100);
    expect(result.longestSilenceMs).toBeLessThan(15_000);
  });

  it('loses and repeats nothing when a leader stands still and another takes over', async () => {
    const url = withNewLog(cluster.connectionString);
    const result = await underLoad(url, { ...load, ms: 40_000 }, async () => {
      await pause(2_000);
      await cluster.freezeLeader(24_000);
    });
    expect(result).toMatchObject(INTACT);
    expect(result.longestSilenceMs).toBeLessThan(35_000);
  });

  it('is complete for a subscriber who reads from nodes that lag', async () => {
    cluster.lagReads(150);
    const url = withNewLog(`${cluster.connectionString}&nodePreference=follower`);
    const result = await underLoad(url, { ...load, ms: 9_000 }, async () => {
      await pause(2_000);
      await cluster.killLeader();
      await cluster.startKilled();
    });
    expect(result).toMatchObject(INTACT);
  });
});
