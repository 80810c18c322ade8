/** When a page is in colour. */
import { describe, expect, it } from '@jest/globals';
import { builtInConfiguration } from '../../composition/index.js';
import { captured } from '../terminal/captured-io.spec.support.js';
import type { Io } from '../terminal/io.js';
import { Session } from './session.js';

const ESCAPE = String.fromCharCode(27);

function hasColour(isTTY: boolean, env: Io['env'], color = true): boolean {
  const configuration = builtInConfiguration({});
  const page = new Session(captured(isTTY, env).io, configuration, { color }, { code: 0 }).page();
  return page.tone('bold', 'x').includes(ESCAPE);
}

describe('Colour', () => {
  it('is used on a terminal only, and can be switched off', () => {
    expect(hasColour(true, {})).toBe(true);
    expect(hasColour(false, {})).toBe(false);
    expect(hasColour(true, { NO_COLOR: '1' })).toBe(false);
    expect(hasColour(true, { TERM: 'dumb' })).toBe(false);
    expect(hasColour(true, {}, false)).toBe(false);
  });
});
