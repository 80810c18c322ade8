/** What depends on the terminal: colour, progress, and errors for people or as JSON. */
import { describe, expect, it } from '@jest/globals';
import { reportError } from './errors.js';
import type { Io } from './io.js';
import { startProgress } from './progress.js';
import { Session } from '../session/session.js';

const ESCAPE = String.fromCharCode(27);

/** Surroundings that keep what was written. */
function surroundings(isTTY: boolean, env: Io['env'] = {}) {
  const said = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof said) => ({
    isTTY,
    columns: 100,
    write: (text: string): boolean => {
      said[name] += text;
      return true;
    },
  });
  const stopAsked = (): Promise<void> => new Promise(() => undefined);
  const io: Io = { stdout: sink('stdout'), stderr: sink('stderr'), env, stopAsked };
  return { io, said };
}

function bold(isTTY: boolean, env: Io['env'], color = true): boolean {
  const options = { data: 'x', json: false, quiet: false, color };
  const page = new Session(surroundings(isTTY, env).io, options, { code: 0 }).page();
  return page.tone('bold', 'x').includes(ESCAPE);
}

describe('Colour', () => {
  it('is there on a terminal only, and can be switched off', () => {
    expect(bold(true, {})).toBe(true);
    expect(bold(false, {})).toBe(false);
    expect(bold(true, { NO_COLOR: '1' })).toBe(false);
    expect(bold(true, { TERM: 'dumb' })).toBe(false);
    expect(bold(true, {}, false)).toBe(false);
  });
});

describe('Progress', () => {
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  it('is a bar on standard error where that is a terminal', async () => {
    const { io, said } = surroundings(true);
    const progress = await startProgress(io, 'Reading', false);
    progress.update({ done: 1, unit: 'events', share: 0.1 });
    expect(said.stderr).toBe('');
    await pause(350);
    progress.update({ done: 500, unit: 'events', share: 0.5 });
    progress.stop();
    expect(said.stderr).toMatch(/Reading =+-+ 50 % {2}500 events/);
    expect(said.stdout).toBe('');
  });

  it('is nothing where the work is short or quiet was asked', async () => {
    for (const quiet of [true, false]) {
      const { io, said } = surroundings(false);
      const progress = await startProgress(io, 'Reading', quiet);
      progress.update({ done: 500, unit: 'events' });
      progress.stop();
      expect(said).toEqual({ stdout: '', stderr: '' });
    }
  });
});

describe('An error', () => {
  it('of a known code is told without its inside', () => {
    const { io, said } = surroundings(false);
    const full = Object.assign(new Error('The disk is full.'), { code: 'ENOSPC' });
    expect(reportError(full, io, false)).toBe(1);
    expect(said.stderr).toMatch(/^stafett: The disk is full[.]\n {2}Free some room/);
  });

  it('that nobody foresaw is told with its place, and where to report it', () => {
    const { io, said } = surroundings(false);
    expect(reportError(new TypeError('x is not a function'), io, true)).toBe(1);
    expect(JSON.parse(said.stderr)).toMatchObject({
      error: { code: 'internal', message: expect.stringMatching(/TypeError.*terminal[.]spec/s) },
    });
  });
});
