/** A log copied to another place: complete, verified, resumed, and refused where it cannot be right. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeOrderedId } from '#event-store';
import { openWriter } from '../open-writer.js';
import { openLogForReading, openLogForWriting } from '../stores/log.js';
import { compareFigures } from './compare-figures.js';
import { copyLog, type CopiedLog, type CopyOptions } from './copy-log.js';

const NOW = Date.UTC(2026, 5, 1);
const PATHWAY = readFileSync('test/pathways/back-pain.yaml', 'utf8');

describe('A log copied to another place', () => {
  let data: string;
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'copy-'));
    const writer = await openWriter(data, { clock: () => NOW });
    await writer.engine.publishDefinition(PATHWAY, { author: 'a', reason: 'r' });
    await writer.close();
    await record('anna', 40);
  });
  afterEach(() => rmSync(data, { recursive: true }));

  const from = () => ({ kind: 'sqlite', folder: data }) as const;
  const to = () => ({ kind: 'sqlite', folder: join(data, 'copy') }) as const;
  const copy = (more: Partial<CopyOptions> = {}): Promise<CopiedLog> =>
    copyLog({ from: from(), to: to(), holder: 'a test', ...more });
  async function record(patient: string, facts: number): Promise<void> {
    const writer = await openWriter(data, { clock: () => NOW + facts });
    for (let n = 0; n < facts; n += 1) {
      const fact = { id: `${patient}-${n}`, source: 'urn:test', type: 'VisitCompleted' };
      const occurredAt = new Date(NOW - n * 1_000).toISOString();
      await writer.engine.recordFacts(`${patient}${n % 7}`, [
        { ...fact, version: 1, data: {}, occurredAt },
      ]);
    }
    await writer.close();
  }
  const identityOf = async (folder: string): Promise<string> => {
    const store = await openLogForReading({ log: { kind: 'sqlite', folder } });
    return store.identity().finally(() => store.close());
  };

  it('says the same and has the same figures, under an identity of its own', async () => {
    const { events, copied, end } = await copy();
    expect(copied).toBe(events);
    expect(events).toBeGreaterThan(40);
    expect(await identityOf(to().folder)).not.toBe(await identityOf(data));
    const figures = await compareFigures({ from: from(), to: to(), data, end });
    expect(figures).toMatchObject({ pathways: 1, differing: [], kept: true });
    expect(figures.compared).toBeGreaterThan(8);
  });

  it('goes on where it was stopped, and later with what the log got since', async () => {
    const stop = new AbortController();
    const onProgress: CopyOptions['onProgress'] = (phase) => {
      if (phase === 'verifying') stop.abort();
    };
    await expect(copy({ signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'interrupted',
    });
    const { events, copied } = await copy();
    expect({ copied, isAll: events > 40 }).toEqual({ copied: 0, isAll: true });
    await record('berit', 5);
    const later = await copy();
    expect(later.copied).toBe(later.events - events);
    expect(later.copied).toBeGreaterThanOrEqual(5);
  });

  it('is refused where the target holds something else, or more', async () => {
    await copy();
    const store = await openLogForWriting({ log: to(), work: to() }, { clock: Date.now });
    const more = { id: timeOrderedId(1, 'more'), type: 'More.v1', data: {}, metadata: {} };
    await store.store.append('more', 'none', [more]);
    await store.close();
    await expect(copy()).rejects.toMatchObject({
      code: 'copy-target-differs',
      message: expect.stringContaining('goes on after the end') as unknown,
    });
    const writer = new Database(join(to().folder, 'log.db'));
    writer.exec(`UPDATE events SET data = '{"a":1}', checksum = NULL WHERE position = 3`);
    writer.close();
    await expect(copy()).rejects.toMatchObject({
      code: 'copy-target-differs',
      message: expect.stringContaining('position 3') as unknown,
    });
    await expect(copy({ to: from() })).rejects.toMatchObject({ code: 'copy-onto-itself' });
  });

  it('is refused before anything is written where an event cannot be read', async () => {
    const writer = new Database(join(data, 'log.db'));
    writer.exec(`UPDATE events SET data = '{' WHERE position = 3`);
    writer.close();
    await expect(copy()).rejects.toMatchObject({
      code: 'copy-unfit',
      unfit: { damaged: ['3'] },
    });
    const unwritten = openLogForReading({ log: to() });
    await expect(unwritten).rejects.toMatchObject({ code: 'store-missing' });
  });
});
