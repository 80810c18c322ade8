/**
 * Load on the server that EVENTSTOREDB_URL names, while somebody kills and freezes its nodes: for
 * EVENTSTOREDB_LOAD_SECONDS, 10 where nothing is said.
 */
import { describe, expect, it } from '@jest/globals';
import { INTACT, underLoad } from './load.spec.support.js';
import { realServer, withNewLog } from './server.js';

const SECONDS = Number(process.env['EVENTSTOREDB_LOAD_SECONDS'] ?? 10);

(realServer === undefined ? describe.skip : describe)('A real server under load', () => {
  it('loses and repeats nothing, whatever happens to its nodes meanwhile', async () => {
    const load = { ms: SECONDS * 1_000, writers: 6, bytes: 300 };
    const result = await underLoad(withNewLog(realServer!), load, () => Promise.resolve());
    process.stdout.write(`${JSON.stringify(result)}\n`);
    expect(result).toMatchObject(INTACT);
    expect(result.longestSilenceMs).toBeLessThan(30_000);
  });
});
