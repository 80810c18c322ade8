/** The demo from beginning to end, as `npm run demo` runs it. */
import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { runDemo } from '../apps/cli/demo/run-demo.js';
import { begin, runStafett } from './data-folder.js';
import { itInParts } from './setup/in-parts.js';

const DEMO = ['--once', '--patients', '60'];

describe('The demo', () => {
  it('shows the stall list and where to look next, which works after it has ended when asked to run once', async () => {
    const { stdout, stderr, status } = await begin(runDemo, DEMO).finished;
    // On a slow machine a line every few seconds tells how far it has come; nothing else is there to say.
    const remarks = stderr
      .split('\n')
      .filter((line) => line !== '' && !/^[^:]+: [\d,]+ \w+/.test(line));
    expect({ remarks, status }).toEqual({ remarks: [], status: 0 });
    expect(stdout).toMatch(/reports came twice and changed nothing/);
    for (const pathway of ['fi-back-pain', 'no-specialist-referral', 'no-municipal-rehabilitation'])
      expect(stdout).toContain(`Stalls on ${pathway}`);
    expect(stdout).toMatch(/p[a-z2-7]{26} +\S+ +Primary/);
    expect(stdout).toMatch(/Half of the episodes got there within/);
    expect(stdout).toMatch(/npx stafett replay p[a-z2-7]{26} --data/);
    expect(stdout).not.toContain('/openapi.json');
    const folder = /--data (\S+)/.exec(stdout)?.[1] ?? '';
    expect(stdout).toContain(`The data folder stays: ${folder}\n`);
    try {
      const printed = [...stdout.matchAll(/^  npx stafett (.+)$/gm)].map(([, line = '']) => line);
      const questions = printed.filter((line) => !line.startsWith('serve'));
      expect(questions.length).toBeGreaterThan(3);
      for (const line of questions) {
        const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(
          ([, quoted, word]) => quoted ?? word,
        );
        expect(await runStafett(...(args as string[]))).toMatchObject({ status: 0 });
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  itInParts('keeps serving until Ctrl-C, then takes its folder away', async () => {
    const demo = begin(runDemo, ['--patients', '20']);
    const folder = await demo.printed(/new data folder, (\S+), on/);
    const url = await demo.printed(
      /(http:\/\/\S+)\/openapi[.]json[\s\S]*Serving until you press Ctrl-C/,
    );
    expect((await fetch(`${url}/v1/pathways/fi-back-pain/stalls`)).status).toBe(200);
    expect(existsSync(folder)).toBe(true);
    demo.stop();
    expect((await demo.finished).status).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });
});
