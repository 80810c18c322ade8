/** What the checkpoint port promises. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tokenOf, type LogToken, type Position } from '#event-store';
import type { CheckpointStore } from '../processors/checkpoint-store.js';

export interface OpenedCheckpointStore {
  readonly checkpoints: CheckpointStore;
  /**
   * Opens what a crash leaves, without closing what is open. Left out where nothing outlives
   * the store.
   */
  crash?(): Promise<CheckpointStore>;
  /** Closes what is open and removes what was kept. */
  dispose(): Promise<void>;
}

const at = (position: number): LogToken =>
  tokenOf('a log', {
    position: String(position) as Position,
    id: `event-${position}`,
    recordedAt: 1,
  });

export function describeCheckpointStoreContract(
  name: string,
  open: () => Promise<OpenedCheckpointStore>,
): void {
  describe(`Checkpoint store contract: ${name}`, () => {
    let opened: OpenedCheckpointStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());

    it('knows nothing before anything was saved', async () => {
      expect(await opened.checkpoints.load('handovers')).toBeUndefined();
    });

    it('returns what was saved last, under each name', async () => {
      const { checkpoints } = opened;
      await checkpoints.save('handovers', at(9));
      await checkpoints.save('delivery', at(3));
      await checkpoints.save('handovers', at(12));
      expect(await checkpoints.load('handovers')).toEqual(at(12));
      expect(await checkpoints.load('delivery')).toEqual(at(3));
    });

    it('takes an earlier one too: a log may have been restored', async () => {
      const { checkpoints } = opened;
      await checkpoints.save('handovers', at(12));
      await checkpoints.save('handovers', at(4));
      expect(await checkpoints.load('handovers')).toEqual(at(4));
    });

    it('returns after a crash one that was saved under that name, or none', async () => {
      const { checkpoints } = opened;
      if (opened.crash === undefined) return;
      const saved = [at(3), at(7), at(9)];
      for (const checkpoint of saved) await checkpoints.save('handovers', checkpoint);
      await checkpoints.save('delivery', at(100));
      const after = await opened.crash();
      expect([undefined, ...saved]).toContainEqual(await after.load('handovers'));
      expect([undefined, at(100)]).toContainEqual(await after.load('delivery'));
      await after.save('handovers', at(20));
      expect(await after.load('handovers')).toEqual(at(20));
    });
  });
}
