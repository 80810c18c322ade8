/** `stafett pathway show`: definitions as people read them, from a file or as published. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BACK_PAIN_PATHWAY, stafett, stafettProcess, temporaryFolder } from './data-folder.js';

let folder: string;
beforeAll(async () => {
  folder = (await temporaryFolder()).path;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('Showing a definition', () => {
  it('needs no data folder, and says what is owed by when', async () => {
    const data = path.join(folder, 'nowhere');
    const printed = await stafett(['pathway', 'show', BACK_PAIN_PATHWAY, '--data', data]);
    expect(printed.status).toBe(0);
    expect(printed.stdout).toContain('    * Rehabilitation planned within six weeks');
    expect(printed.stdout).toContain('      Within              6 weeks of SymptomOnsetReported');
    expect(existsSync(data)).toBe(false);
  });

  it('gives it as data in the form of the schema', async () => {
    const printed = await stafett(['pathway', 'show', BACK_PAIN_PATHWAY, '--json']);
    expect(JSON.parse(printed.stdout)).toMatchObject({
      pathway: 'back-pain',
      zone: 'Europe/Helsinki',
    });
  });

  it('draws it to a file, and writes over no file unless told to', async () => {
    const file = path.join(folder, 'drawing.svg');
    const draw = ['pathway', 'show', BACK_PAIN_PATHWAY, '--svg', file];
    expect((await stafett(draw)).stdout).toBe(`Drew back-pain version 5: ${file}\n`);
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
    writeFileSync(file, 'mine');
    const refused = await stafett(draw);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('already');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await stafett([...draw, '--force'])).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg /);
  });

  it('lets others read the drawing where the user does', async () => {
    const before = process.umask(0o022);
    try {
      const file = path.join(folder, 'for-others.svg');
      await stafettProcess(['pathway', 'show', BACK_PAIN_PATHWAY, '--svg', file]);
      expect((statSync(file).mode & 0o777).toString(8)).toBe('644');
    } finally {
      process.umask(before);
    }
  });

  it('writes the drawing alone to standard output', async () => {
    const { stdout } = await stafett(['pathway', 'show', BACK_PAIN_PATHWAY, '--svg', '-']);
    expect(stdout).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  it('shows any published version by its id', async () => {
    const data = path.join(folder, 'published');
    const text = readFileSync(BACK_PAIN_PATHWAY, 'utf8');
    const second = path.join(folder, 'second.yaml');
    writeFileSync(second, text.replace('version: 5', 'version: 6').replace('6 weeks', '4 weeks'));
    for (const file of [BACK_PAIN_PATHWAY, second]) {
      expect((await stafett(['pathway', 'publish', file, '--data', data])).status).toBe(0);
    }
    const show = ['pathway', 'show', 'back-pain', '--data', data];
    expect((await stafett(show)).stdout).toContain('4 weeks of SymptomOnsetReported');
    const first = await stafett([...show, '--of-version', '5']);
    expect(first.stdout).toContain('6 weeks of SymptomOnsetReported');
    const third = await stafett([...show, '--of-version', '7']);
    expect(third.status).toBe(1);
    expect(third.stderr).toContain('back-pain has no version 7. Its versions: 5, 6.');
  });

  it('says what is wrong with a definition that does not read', async () => {
    const bad = path.join(folder, 'bad.yaml');
    writeFileSync(bad, 'pathway: bad\nversion: 0\n');
    const printed = await stafett(['pathway', 'show', bad]);
    expect(printed.status).toBe(1);
    expect(printed.stderr).toContain(`${bad}:2:10: error: version`);
    expect(printed.stderr).toContain('[too-small]');
  });
});
