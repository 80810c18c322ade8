/** `stafett pathway lint` and `test` of folders, and of files whose names say what they are not. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stafett, temporaryFolder, type Finished } from './data-folder.js';

const DEFINITION = `pathway: hip
version: 1
title: Hip
source: a paper
zone: Europe/Oslo
services:
  gp: { name: General practice, level: municipal, source: a paper }
entry: { events: SymptomOnsetReported }
closes: PathwayClosed
stages:
  - { id: first, title: First, holder: gp, limit: 1 year, source: a paper }
duties:
  - { id: plan, from: SymptomOnsetReported, until: RehabPlanAgreed, within: 6 weeks, owner: gp, source: a paper }
`.replace('limit: 1 year', 'limit: 12 months');

const SCENARIOS = `pathway: hip
scenarios:
  - id: in-time
    title: A plan after four weeks is in time
    given:
      - { on: 2026-03-02, event: SymptomOnsetReported, id: onset }
      - { on: 2026-03-30, event: RehabPlanAgreed }
    expect:
      - { at: 2026-04-14 12:00, duties: { plan: met } }
`;

let folder: string;
beforeAll(async () => {
  folder = (await temporaryFolder()).path;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;

/** A folder of its own with these files; the paths are those of the files. */
function files(texts: Readonly<Record<string, string>>): readonly string[] {
  const own = path.join(folder, String((made += 1)));
  mkdirSync(own);
  return Object.entries(texts).map(([name, text]) => {
    const file = path.join(own, name);
    writeFileSync(file, text);
    return file;
  });
}

/** Runs `stafett pathway` where no data folder is, and sees to it that none is made. */
async function pathway(...args: readonly string[]): Promise<Finished> {
  const data = path.join(folder, 'no-data');
  const finished = await stafett(['pathway', ...args], { STAFETT_DATA: data });
  expect(existsSync(data)).toBe(false);
  return finished;
}

const answer = ({ stdout }: Finished): unknown => JSON.parse(stdout);

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
