/** What the port of the index of fact keys promises. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FactKeyIndex } from '../fact-keys/fact-key-index.js';

export interface OpenedFactKeyIndex {
  readonly index: FactKeyIndex;
  /** Opens it again without closing what is open, as after a crash. */
  reopen(): Promise<FactKeyIndex>;
  /** Closes what is open and removes what was kept. */
  dispose(): Promise<void>;
}

export function describeFactKeyIndexContract(
  name: string,
  open: () => Promise<OpenedFactKeyIndex>,
): void {
  describe(`Fact key index contract: ${name}`, () => {
    let opened: OpenedFactKeyIndex;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());

    it('gives a key to whoever claims it first, as often as that is asked', async () => {
      const { index } = opened;
      expect(await index.claim('urn:x 1', 'anna')).toBe('anna');
      expect(await index.claim('urn:x 1', 'bo')).toBe('anna');
      expect(await index.claim('urn:x 1', 'anna')).toBe('anna');
      expect(await index.claim('urn:x 2', 'bo')).toBe('bo');
    });

    it('gives it to one of many that claim it at once', async () => {
      const patients = Array.from({ length: 20 }, (_, n) => `patient-${n}`);
      const answers = await Promise.all(patients.map((each) => opened.index.claim('k', each)));
      expect(new Set(answers).size).toBe(1);
      expect(patients).toContain(answers[0]);
    });

    it('takes it back from the patient who has it, and from nobody else', async () => {
      const { index } = opened;
      await index.claim('k', 'anna');
      await index.release('k', 'bo');
      expect(await index.claim('k', 'bo')).toBe('anna');
      await index.release('k', 'anna');
      expect(await index.claim('k', 'bo')).toBe('bo');
    });

    it('knows after a restart what it had answered', async () => {
      await opened.index.claim('å 👩‍⚕️', 'anna');
      const again = await opened.reopen();
      expect(await again.claim('å 👩‍⚕️', 'bo')).toBe('anna');
    });

    it('holds keys of 2,000 bytes', async () => {
      const { index } = opened;
      const key = 'k'.repeat(2_000);
      expect(await index.claim(key, 'anna')).toBe('anna');
      expect(await index.claim(key, 'bo')).toBe('anna');
    });
  });
}
