/** A lost secret is noticed before it can turn every patient into another. */
import { describe, expect, it } from '@jest/globals';
import { cp, rm, stat, writeFile } from 'node:fs/promises';
import { openSqliteEventStore } from '#event-store/sqlite';
import { dataFolder, openWriter } from '../apps/composition/index.js';
import { BACK_PAIN_PATHWAY, filesIn, runStafett, temporaryFolder } from './data-folder.js';

describe("The tenant's secret", () => {
  it('is made on first use, for its owner only', async () => {
    const folder = await temporaryFolder();
    const writer = await openWriter(folder.path);
    expect((await stat(writer.folder.secret)).mode & 0o777).toBe(0o600);
    await writer.close();
    await folder.remove();
  });

  it('is not made anew beside a log that has events', async () => {
    const folder = await temporaryFolder();
    expect(
      await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', folder.path),
    ).toMatchObject({ status: 0 });
    await rm(`${folder.path}/secret.key`);
    for (const args of [
      ['replay', 'a|b'],
      ['pathway', 'publish', BACK_PAIN_PATHWAY],
    ]) {
      const { status, stderr } = await runStafett(...args, '--data', folder.path);
      expect(status).toBe(1);
      expect(stderr).toContain('backup');
    }
    // The log itself names nobody, so reading it needs no secret.
    expect(await runStafett('log', '--data', folder.path)).toMatchObject({ status: 0 });
    await folder.remove();
  });

  it('is refused when it is another one than the log was begun with', async () => {
    const folder = await temporaryFolder();
    const { secret } = dataFolder(folder.path);
    await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, '--data', folder.path);
    await cp(secret, `${secret}.backup`);
    await writeFile(secret, Buffer.alloc(32, 7));
    for (const args of [
      ['replay', 'a|b'],
      ['pathway', 'publish', BACK_PAIN_PATHWAY],
      ['serve', '--port', '0'],
    ]) {
      const { status, stderr } = await runStafett(...args, '--data', folder.path, '--json');
      expect(status).toBe(1);
      expect(JSON.parse(stderr)).toMatchObject({
        error: {
          code: 'secret-changed',
          message: expect.stringContaining('restore the file') as unknown,
        },
      });
    }
    await cp(`${secret}.backup`, secret);
    const publish = await runStafett(
      'pathway',
      'publish',
      BACK_PAIN_PATHWAY,
      '--data',
      folder.path,
    );
    expect(publish).toMatchObject({ status: 0 });
    await folder.remove();
  });

  it('can be brought to an empty folder, whose log then holds to it', async () => {
    const folder = await temporaryFolder();
    const { secret } = dataFolder(folder.path);
    await writeFile(secret, Buffer.alloc(32, 7), { mode: 0o600 });
    await (await openWriter(folder.path)).close();
    await writeFile(secret, Buffer.alloc(32, 8));
    await expect(openWriter(folder.path)).rejects.toMatchObject({ code: 'secret-changed' });
    await folder.remove();
  });

  it('is the one beside it for a log of an earlier version, from the first writing command on', async () => {
    const folder = await temporaryFolder();
    const { secret, log } = filesIn(folder.path);
    const earlier = await openSqliteEventStore({ file: log, access: 'write', clock: Date.now });
    const id = '018d0000-0000-8000-8000-000000000001';
    await earlier.append('notes', 'none', [{ id, type: 'Noted.v1', data: {}, metadata: {} }]);
    await earlier.close();
    await writeFile(secret, Buffer.alloc(32, 7), { mode: 0o600 });
    await (await openWriter(folder.path)).close();
    await (await openWriter(folder.path)).close();
    await writeFile(secret, Buffer.alloc(32, 8));
    await expect(openWriter(folder.path)).rejects.toMatchObject({ code: 'secret-changed' });
    await folder.remove();
  });

  it('stands in the log only as a check value', async () => {
    const folder = await temporaryFolder();
    const { secret } = dataFolder(folder.path);
    await writeFile(secret, Buffer.alloc(32, 7), { mode: 0o600 });
    const writer = await openWriter(folder.path);
    const { events } = await writer.store.readLog({ limit: 10 });
    await writer.close();
    expect(events).toMatchObject([
      {
        ...{ stream: 'tenant-secret', type: 'TenantSecretRecorded.v1' },
        data: { checkValue: 'nwzQeUh42r4c5_lP3Y6G6S9ppe7t9qO5PrgSE_4jegU' },
      },
    ]);
    await folder.remove();
  });
});
