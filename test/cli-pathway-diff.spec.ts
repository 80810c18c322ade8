/** `stafett pathway diff`: two definitions compared for people, as files and as published. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWriter } from '../apps/composition/index.js';
import { run } from '../apps/cli/program.js';
import { begin, runStafett, temporaryFolder, type Finished } from './data-folder.js';
import { itInParts } from './setup/in-parts.js';

const NOW = Date.parse('2026-03-03T08:00:00Z');

describe('stafett pathway diff', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const at = (name: string): string => join(folder.path, name);
  const diff = (...names: readonly string[]): Promise<Finished> =>
    runStafett('pathway', 'diff', ...names, '--data', at('data'));

  /** Two files, the first of which is published; one patient is referred and one at the clinic. */
  beforeAll(async () => {
    folder = await temporaryFolder();
    await runStafett('pathway', 'new', 'hip', '--folder', folder.path);
    const first = readFileSync(at('hip.yaml'), 'utf8');
    const second = first
      .replace('version: 1', 'version: 2')
      .replace('default: 6 weeks', 'default: 4 weeks')
      .replace('title: At the clinic', 'title: With the surgeon')
      .replace('at once\n    holder: gp', 'at once\n    holder: coordinator');
    writeFileSync(at('next.yaml'), second);
    writeFileSync(at('same.yaml'), `# Only a comment.\n${first}`);
    const writer = await openWriter(at('data'), { clock: () => NOW });
    await writer.engine.publishDefinition(first, { author: 'A', reason: 'R' });
    const event = (type: string, id: string, occurredAt: string, data: Record<string, string>) => {
      return { id, source: 'urn:test', type, version: 1, occurredAt, data };
    };
    for (const patient of ['anna', 'bo']) {
      const sent = { to: 'hip-clinic', referral: patient };
      await writer.engine.recordFacts(patient, [
        event('ReferralSent', `${patient}-1`, '2026-03-02T08:00:00Z', sent),
      ]);
    }
    const accepted = { outcome: 'accepted', referral: 'bo' };
    await writer.engine.recordFacts('bo', [
      event('ReferralAssessed', 'bo-2', '2026-03-02T10:00:00Z', accepted),
    ]);
    await writer.close();
  });
  afterAll(() => folder.remove());

  it('says what differs, for whom, who owes more or less, and how many are open now', async () => {
    const { stdout, status } = await diff('hip', at('next.yaml'));
    expect(status).toBe(1);
    for (const said of [
      'What differs between hip version 1 and hip version 2',
      'changed  With the surgeon (at-clinic)',
      'Title: At the clinic → With the surgeon',
      'Held by: General practice → Coordinator',
      'for patients in "With the surgeon"; Clinic; 1 open episode there now',
      'owes sooner: First visit at the clinic, 4 weeks instead of 6 weeks',
      'no longer has patients in: Red flag, to be seen at once',
      '2 episodes of hip are open now (2 on version 1); open episodes keep their version.',
      'stafett pathway migrate hip --to 2 --dry-run',
    ]) {
      expect(stdout).toContain(said);
    }
    expect(stdout).toMatch(/Within: 6 weeks of [\s\S]*1 open episode with it still to be done/);
  });

  it('answers a program with the same', async () => {
    const { stdout } = await diff('hip@1', at('next.yaml'), '--json');
    const answer = JSON.parse(stdout) as unknown;
    expect(answer).toMatchObject({
      before: { id: 'hip', version: 1 },
      after: { id: 'hip', version: 2 },
      same: false,
      open: {
        open: 2,
        versions: [{ version: 1, open: 2 }],
        stages: { referred: 1, 'at-clinic': 1 },
        duties: { 'first-visit': 1 },
        handovers: { 'to-clinic': 1 },
      },
    });
  });

  it('ends with 0 where nothing differs but comments or the version', async () => {
    const same = await diff('hip@1', at('same.yaml'));
    expect(same).toMatchObject({ status: 0, stderr: '' });
    expect(same.stdout).toContain('Nothing but the version, comments or layout.');
  });

  it('says of a long list only what is gone and what has come', async () => {
    const [long, longer] = ['a', 'b'].map((name) => at(`${name}.yaml`));
    const first = readFileSync(at('hip.yaml'), 'utf8');
    const closedBy = (types: string) => first.replace(/^closes: .*$/m, `closes: [${types}]`);
    const types = 'PathwayClosed, PatientDied, TreatmentEnded, ReturnedToWork, PatientMoved';
    writeFileSync(long ?? '', closedBy(types));
    writeFileSync(longer ?? '', closedBy(types.replace('ReturnedToWork', 'SickLeaveEnded')));
    expect((await diff(long ?? '', longer ?? '')).stdout).toContain(
      'Closed by: no longer ReturnedToWork; now also SickLeaveEnded\n',
    );
  });

  itInParts('counts the same through a server that holds the folder', async () => {
    const alone = await diff('hip', at('next.yaml'));
    const server = begin(run, ['serve', '--port', '0', '--data', at('data')]);
    await server.printed(/(http:\S+)/);
    const beside = await diff('hip', at('next.yaml'));
    server.stop();
    await server.finished;
    expect(beside).toEqual(alone);
  });

  it('needs no data folder for two files, and counts nobody then', async () => {
    const args = [at('hip.yaml'), at('next.yaml'), '--data', at('none')];
    const { stdout, stderr, status } = await runStafett('pathway', 'diff', ...args);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('With the surgeon');
    expect(stdout).not.toMatch(/open now/);
  });

  it.each([
    ['a version that is not there', ['hip@7', 'hip'], /hip has no version 7. Its versions: 1/],
    ['a pathway that is not there', ['hipp', 'hip'], /Did you mean hip\?/],
    ['a file that is not there', ['none.yaml', 'hip'], /none.yaml/],
  ])('ends with 2 for %s', async (_what, names, message) => {
    const refused = await diff(...names);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toMatch(message);
  });
});
