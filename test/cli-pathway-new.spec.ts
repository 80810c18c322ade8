/** `stafett pathway new`: a draft that passes every check as it is. */
import { describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answer, pathwayDesk } from './hip-pathway.js';

const { pathTo, pathway } = pathwayDesk();

function folder(name: string): string {
  const made = pathTo(name);
  mkdirSync(made);
  return made;
}

describe('stafett pathway new', () => {
  it('writes a definition and scenarios that pass every check, and says what comes next', async () => {
    const into = folder('first');
    const written = await pathway('new', 'hip', '--title', 'Hip fracture', '--folder', into);
    const [definition, scenarios] = ['hip.yaml', 'hip.scenarios.yaml'].map((name) =>
      path.join(into, name),
    );
    expect(written.stdout).toContain(`Wrote ${definition} and ${scenarios}.`);
    for (const next of ['lint', 'test', 'show', 'publish']) {
      expect(written.stdout).toContain(`stafett pathway ${next} ${definition}`);
    }
    const linted = await pathway('lint', into, '--strict');
    expect(linted).toMatchObject({ status: 0, stdout: '2 files checked, no problems found.\n' });
    const tested = await pathway('test', into, '--require-coverage');
    expect({ status: tested.status, stdout: tested.stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/100.0 %\n\n7 scenarios: 7 ok, 0 failed[.]\n$/),
    });
  });

  it('puts it where it is for: zone, holidays and what tells episodes apart', async () => {
    const into = ['--folder', folder('places')];
    const finnish = await pathway('new', 'knee', '--country', 'FI', ...into, '--json');
    expect(answer(finnish)).toMatchObject({ id: 'knee', title: 'Knee', zone: 'Europe/Helsinki' });
    const zone = ['--zone', 'America/New_York', '--keyed', 'referral'];
    const far = await pathway('new', 'back', ...zone, ...into);
    expect(far.stdout).toMatch(/No public holidays are known there/);
    const text = readFileSync(path.join(into[1] ?? '', 'back.yaml'), 'utf8');
    expect(text).toMatch(/^zone: America\/New_York$/m);
    expect(text).toMatch(/^ {2}key: referral$/m);
    expect((await pathway('lint', into[1] ?? '', '--strict')).status).toBe(0);
  });

  it('overwrites nothing', async () => {
    const into = folder('taken');
    writeFileSync(path.join(into, 'hip.scenarios.yaml'), 'mine');
    const refused = await pathway('new', 'hip', '--folder', into);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/hip[.]scenarios[.]yaml already exists; nothing was written/);
    expect(readFileSync(path.join(into, 'hip.scenarios.yaml'), 'utf8')).toBe('mine');
    expect((await pathway('lint', path.join(into, 'hip.yaml'))).stderr).toMatch(/no file/);
  });

  it.each([
    [['Hip'], /lower-case letters/],
    [['hip', '--zone', 'Europe/Olso'], /IANA time zone/],
    [['hip', '--country', 'DE'], /Allowed choices are NO, FI, SE, GB-ENG, GB-SCT/],
    [['hip', '--keyed', 'colour'], /Choose one of referral, icd10, icpc2, bodySite/],
    [['hip', '--title', ' '], /Expected 1 to 200 characters/],
  ])('refuses what cannot be: %s', async (args, message) => {
    const refused = await pathway('new', ...args);
    expect({ status: refused.status, stderr: refused.stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(message),
    });
  });
});
