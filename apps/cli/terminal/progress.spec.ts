/** Progress of long work, on a terminal and without one. */
import { describe, expect, it } from '@jest/globals';
import { captured } from './captured-io.spec.support.js';
import { startProgress } from './progress.js';

describe('Progress', () => {
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  it('is a bar on standard error if that is a terminal', async () => {
    const { io, written } = captured(true);
    const progress = await startProgress(io, 'Reading', false);
    progress.update({ done: 1, unit: 'events', share: 0.1 });
    expect(written.stderr).toBe('');
    await pause(350);
    progress.update({ done: 500, unit: 'events', share: 0.5 });
    progress.stop();
    expect(written.stderr).toMatch(/Reading =+-+ 50 % {2}500 events/);
    expect(written.stdout).toBe('');
  });

  it('is nothing if the work is short or quiet was asked for', async () => {
    for (const quiet of [true, false]) {
      const { io, written } = captured(false);
      const progress = await startProgress(io, 'Reading', quiet);
      progress.update({ done: 500, unit: 'events' });
      progress.stop();
      expect(written).toEqual({ stdout: '', stderr: '' });
    }
  });
});
