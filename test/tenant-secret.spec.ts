/** A lost secret is noticed before it can turn every patient into another. */
import { describe, expect, it } from '@jest/globals';
import { rm, stat } from 'node:fs/promises';
import { openWriter } from '../apps/composition/index.js';
import { BACK_PAIN_PATHWAY, runStafett, temporaryFolder } from './data-folder.js';

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
});
