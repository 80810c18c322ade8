/**
 * A poison event on a real folder: it parks one patient's sequence and nobody else's, is
 * seen wherever people look, and is released with somebody's reason.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StallsAnswer } from '#projections';
import { behindSeconds } from '../apps/composition/distance/behind-seconds.js';
import { askStafett, runStafett } from './data-folder.js';
import { BY, ParkedFolder } from './parked-folder.js';

describe('A poison event', () => {
  let parked: ParkedFolder;
  beforeEach(async () => {
    parked = await ParkedFolder.open();
  });
  afterEach(() => parked.remove());

  it('parks that sequence and what follows it, while everything else goes on', async () => {
    const [first] = await parked.parkAnna();
    expect(await parked.effectsOn('anna')).toEqual([]);
    expect(await parked.effectsOn('bo')).toHaveLength(2);
    expect(await parked.effectsOn('kari')).toHaveLength(1);
    expect(parked.running.parking.open()).toMatchObject([
      { patient: parked.anna, processor: 'handovers', position: first, code: 'type-error' },
    ]);
    // The checkpoint passes it: there is nothing left to do, now or after a restart.
    await parked.visit('anna');
    await parked.running.processor.runOnce();
    expect(parked.running.processor.position).toBe(await parked.running.store.head());
    await parked.restart();
    expect(parked.running.parking.isParked('handovers', parked.anna)).toBe(true);
    expect(await parked.running.processor.runOnce()).toMatchObject({ handled: 0 });
    expect(await parked.effectsOn('anna')).toEqual([]);
  });

  it('is processed in order after a retry, each once, and then what comes after', async () => {
    const waited = await parked.parkAnna();
    parked.poison = () => false;
    await parked.running.engine.retryParked('handovers', parked.anna, BY);
    const after = await parked.visit('anna');
    await parked.running.processor.runOnce();
    expect(await parked.effectsOn('anna')).toEqual([...waited, after]);
    // Everything again, as after a crash that took all checkpoints.
    await parked.running.stop();
    await rm(join(parked.path, 'checkpoints.db'), { force: true });
    await parked.start();
    await parked.running.processor.runOnce();
    expect(await parked.effectsOn('anna')).toEqual([...waited, after]);
  });

  it('is left behind for good when it is discarded', async () => {
    const [, second] = await parked.parkAnna();
    await parked.running.engine.discardParked('handovers', parked.anna, BY);
    await parked.restart();
    await parked.running.processor.runOnce();
    expect(await parked.effectsOn('anna')).toEqual([second]);
  });

  it('takes a name and a reason, neither empty nor endless', async () => {
    await parked.parkAnna();
    for (const wrong of [
      { author: ' ', reason: 'x' },
      { author: 'x', reason: '' },
      { author: 'x'.repeat(257), reason: 'x' },
      { author: 'x', reason: 'x'.repeat(2_001) },
    ]) {
      const refused = await parked.running.engine.retryParked('handovers', parked.anna, wrong);
      expect(refused).toMatchObject({ status: 'refused', code: 'invalid' });
    }
    expect(parked.running.parking.isParked('handovers', parked.anna)).toBe(true);
  });

  it('is reported once, with where and why', async () => {
    const [first] = await parked.parkAnna();
    await parked.restart();
    await parked.running.processor.runOnce();
    expect(parked.reported).toMatchObject([
      { processor: 'handovers', position: first, code: 'type-error', attempt: 1 },
    ]);
  });

  it('shows in how far a processor has come', async () => {
    await parked.parkAnna();
    await parked.running.processor.runOnce();
    const { store, processor } = parked.running;
    const behind = (): Promise<number> => behindSeconds(store, processor.position, parked.now);
    expect(await behind()).toBe(0);
    parked.now += 1_000;
    await parked.visit('bo');
    parked.now += 9_000;
    expect(await behind()).toBe(9);
  });

  describe('on the command line', () => {
    const run = (...args: readonly string[]) => runStafett(...args, '--data', parked.path);

    it('is listed, shown, tried again and discarded, with all of it on record', async () => {
      const [first = '', second] = await parked.parkAnna();
      await parked.running.stop();
      const list = await run('parked', 'list');
      expect(list.stdout).toMatch(/1 sequence: 1 for handovers/);
      expect(list.stdout).toContain(parked.anna);

      expect((await run('parked', 'retry', 'test|anna')).status).toBe(2);
      const tried = await run(
        'parked',
        'retry',
        'test|anna',
        '--author',
        'A. Berg',
        '--reason',
        'mended',
      );
      expect(tried).toMatchObject({ status: 0, stderr: '' });
      expect(tried.stdout).toContain(
        `at position ${first}. It will be processed when a server starts`,
      );

      await parked.start();
      await parked.running.processor.runOnce();
      await parked.running.stop();
      const given = await run(
        'parked',
        'discard',
        'test|anna',
        '--author',
        'B. Li',
        '--reason',
        'told by telephone',
      );
      expect(given.status).toBe(0);

      const record = await run('parked', 'show', parked.anna);
      expect(record.stdout).toContain('Nothing is parked now.');
      expect(record.stdout).toMatch(/retried by A\. Berg: mended/);
      expect(record.stdout).toMatch(/attempt 2/);
      expect(record.stdout).toMatch(/discarded by B\. Li: told by telephone/);
      expect(record.stdout).toContain(`at position ${first}: VisitCompleted.v1`);
      expect(record.stdout).not.toContain('physiotherapist');
      expect((await run('parked', 'show', parked.anna, '--with-data')).stdout).toContain(
        'physiotherapist',
      );

      expect((await run('parked', 'list')).stdout).toContain('Nothing is parked.');
      await parked.start();
      await parked.running.processor.runOnce();
      expect(await parked.effectsOn('anna')).toEqual([second]);
    });

    it('is refused while another command writes, and where nothing is parked', async () => {
      await parked.parkAnna();
      const beside = await run('parked', 'retry', 'test|anna', '--reason', 'mended', '--json');
      expect(JSON.parse(beside.stderr)).toMatchObject({ error: { code: 'store-locked' } });
      await parked.running.stop();
      const never = await run('parked', 'show', 'test|bo', '--json');
      expect(JSON.parse(never.stderr)).toMatchObject({ error: { code: 'never-parked' } });
      const wrong = ['--processor', 'delivery', '--reason', 'x', '--json'];
      const other = await run('parked', 'retry', 'test|anna', ...wrong);
      expect(JSON.parse(other.stderr)).toMatchObject({ error: { code: 'not-parked' } });
    });

    it('is in the stall list of the pathway that the patient is on', async () => {
      await parked.parkAnna();
      await parked.running.stop();
      const answer = await askStafett<StallsAnswer>(
        ...['stalls', '--pathway', 'back-pain', '--data', parked.path],
      );
      expect(answer).toMatchObject({ parked: 1, unreadable: 0 });
      expect(answer.stalls.filter(({ kind }) => kind === 'parked')).toMatchObject([
        { patient: parked.anna, processor: 'handovers', code: 'type-error', from: 'operators' },
      ]);
    });
  });
});
