/** `stafett pathway lint` and `test` of folders, and of files whose names say what they are not. */
import { describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { answer, DEFINITION, pathwayDesk, SCENARIOS } from './hip-pathway.js';

const { files, pathway } = pathwayDesk();

describe('stafett pathway', () => {
  it('lint takes a folder for all that lies in it', async () => {
    const [file = '', scenarios = ''] = files({
      'hip.yaml': DEFINITION,
      'lost.scenarios.yaml': SCENARIOS,
      'notes.txt': 'nothing',
    });
    const linted = await pathway('lint', path.dirname(file), '--json');
    expect(linted.status).toBe(1);
    expect(answer(linted)).toMatchObject({
      files: [
        { file, problems: [] },
        { file: scenarios, problems: [{ code: 'no-definition' }] },
      ],
    });
  });

  it('test goes on past scenarios without a definition', async () => {
    const [file = '', , lost = ''] = files({
      'hip.yaml': DEFINITION,
      'hip.scenarios.yaml': SCENARIOS,
      'gone.scenarios.yaml': SCENARIOS,
    });
    const tested = await pathway('test', path.dirname(file), '--json');
    expect({ status: tested.status, stderr: tested.stderr }).toEqual({ status: 1, stderr: '' });
    expect(answer(tested)).toMatchObject({ passed: 1, failed: 0, malformed: 1 });
    expect(tested.stdout).toContain('no-definition');
    expect(tested.stdout).toContain(lost);
  });

  it('test takes no definition for its own scenarios', async () => {
    const [file = ''] = files({ 'hip.txt': DEFINITION });
    const { stdout, stderr, status } = await pathway('test', file);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toContain('There are no scenarios to run.');
  });
});
