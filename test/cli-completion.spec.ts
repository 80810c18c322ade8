/** A shell completes commands, options, choices and pathways, and files where the command knows nothing. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { askStafett, runStafett, stafett, temporaryFolder } from './data-folder.js';

async function next(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runStafett('completion', 'words', '--', ...words);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('Completion', () => {
  it('offers commands, and those below them', async () => {
    expect(await next('pa')).toEqual(['parked', 'pathway']);
    expect(await next('pathway', 'p')).toEqual(['publish']);
    expect(await next('--json', '--data', 'x', 'sta')).toEqual(['stalls']);
  });

  it('offers options, those of every command among them, and the values of a choice', async () => {
    expect(await next('waits', '--w')).toEqual(expect.arrayContaining(['--within', '--wide']));
    expect(await next('waits', '--censor', '')).toEqual(['as-of', 'last-event']);
    expect(await next('waits', '--from', '')).toEqual([]);
  });

  it.each(['bash', 'zsh', 'fish'])('is a script that %s can read', async (shell) => {
    const { stdout } = await runStafett('completion', shell);
    expect(stdout).toContain('stafett completion words -- ');
    const { error, status } = spawnSync(shell, ['-n'], { input: stdout });
    if (error === undefined) expect(status).toBe(0);
  });
});

it('Completion offers the pathways that the data folder has', async () => {
  const folder = await temporaryFolder();
  try {
    await stafett(['--data', folder.path, 'pathway', 'publish', 'test/pathways/sepsis.yaml']);
    const words = ['completion', 'words', '--', 'stalls', '--pathway', 'se'];
    expect((await stafett(['--data', folder.path, ...words])).stdout).toBe('sepsis\n');
    const census = await askStafett<{ definition: { id: string } }>(
      '--data',
      folder.path,
      'census',
    );
    expect(census.definition.id).toBe('sepsis');
  } finally {
    await folder.remove();
  }
});
