/** A page prints what publishers wrote and obeys none of it. */
import { describe, expect, it } from '@jest/globals';
import { Page } from './page.js';

const HOSTILE = '\u001b[2J\u001b]0;gone\u0007\u009b1Aa\u202eb\rc\u0000';
const OBEYED = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

describe('A page', () => {
  it('lets no text command the terminal, whether in a line or in a table', async () => {
    const page = new Page({ colour: false, width: 80 }).title(HOSTILE).line(HOSTILE);
    await page.table([{ title: 'key' }, { title: 'reason' }], [[HOSTILE, HOSTILE]]);
    expect(page.toString()).not.toMatch(OBEYED);
    expect(page.toString()).toContain('[2J');
  });

  it('keeps its own tones, where there is colour, and no others', async () => {
    const page = new Page({ colour: true, width: 80 });
    page.line(page.tone('red', `late${HOSTILE}`));
    await page.table([{ title: 'key' }], [[page.tone('bold', 'first')], ['\u001b[8mhidden']]);
    const text = page.toString();
    expect(text).toContain('\u001b[31mlate');
    expect(text).toContain('\u001b[1mfirst\u001b[22m');
    expect(text.replace(/\u001b\[(?:1|2|22|31|39)m/g, '')).not.toMatch(OBEYED);
  });
});
