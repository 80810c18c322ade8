/** A log backed up while it is written to, and restored: nothing of it is missing, and what came later is. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUpFolder, restoreFolder } from './backup.js';
import { checkInstallation } from './checking/check-installation.js';
import { openReports, openWriter, type Writer } from './index.js';
import { placesIn } from './stores/places.js';

const NOW = new Date('2026-06-01T00:00:00Z');

describe('A backup', () => {
  let folder: string;
  let data: string;
  let writer: Writer;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'backup-'));
    data = join(folder, 'data');
    writer = await openWriter(data, { clock: () => NOW.getTime() });
    for (let n = 0; n < 20; n += 1) await record(n);
  });
  afterEach(async () => {
    await writer.close();
    rmSync(folder, { recursive: true });
  });

  const record = (n: number): Promise<unknown> => {
    const fact = { id: `e${n}`, source: 'urn:test', type: 'VisitCompleted', version: 1, data: {} };
    return writer.engine.recordFacts(`p${n}`, [{ ...fact, occurredAt: '2026-05-01T08:00:00Z' }]);
  };
  const backUp = (name = 'backup') => backUpFolder(data, join(folder, name), { withSecret: false });
  const restore = (into: string, replace = false) =>
    restoreFolder(into, join(folder, 'backup'), { replace, now: NOW });

  it('is taken beside whoever writes, read back, and is the same log where it is restored', async () => {
    const [{ position, verified }] = await Promise.all([backUp(), record(20)]);
    expect(verified).toMatchObject({ whole: true, events: Number(position) });
    await expect(backUp()).rejects.toMatchObject({ code: 'backup-exists' });
    const other = join(folder, 'other');
    expect(await restore(other)).toMatchObject({ aside: null, lost: [], hasSecret: false });
    copyFileSync(join(data, 'secret.key'), join(other, 'secret.key'));
    const again = await openWriter(other);
    expect(await again.store.identity()).toBe(await writer.store.identity());
    await again.close();
  });

  it('takes the place of a newer log only when asked to, which is kept, and the loss is seen', async () => {
    await backUp();
    await expect(restore(data)).rejects.toMatchObject({ code: 'log-exists' });
    await expect(restore(data, true)).rejects.toMatchObject({ code: 'store-locked' });
    await record(30);
    await writer.close();
    await (await openReports(data)).close();
    const { aside, lost } = await restore(data, true);
    expect({ aside: existsSync(aside ?? ''), lost }).toEqual({ aside: true, lost: ['22'] });
    const installation = { data, places: placesIn(data) };
    const { usable, places } = await checkInstallation(installation, () => NOW.getTime());
    expect(usable).toBe(false);
    expect(JSON.stringify(places)).toContain('had reached position 22');
    await expect(openWriter(data)).rejects.toMatchObject({ code: 'log-loss' });
    writer = await openWriter(data, { acceptLoss: true });
  });

  it('that is damaged is not restored', async () => {
    await backUp();
    writeFileSync(join(folder, 'backup', 'log.db'), 'SQLite format 3\0 no more of it');
    await expect(restore(join(folder, 'other'))).rejects.toThrow();
    await expect(restoreFolder(data, folder, { replace: true, now: NOW })).rejects.toMatchObject({
      code: 'backup-missing',
    });
  });
});
