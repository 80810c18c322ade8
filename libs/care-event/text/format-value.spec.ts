/** Foreign texts as messages show them: short and harmless. */
import { describe, expect, it } from '@jest/globals';
import { shown } from './format-value.js';

describe('shown', () => {
  it('cuts long text', () => {
    expect(shown('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`);
    expect(shown('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
  });

  it('never passes on a character that a terminal or a log line obeys', () => {
    expect(shown('a\r\n\u001b[31mb\u009b\u2028')).toBe('"a\\r\\n\\u001b[31mb\\u009b\\u2028"');
  });

  it('names objects and lists by kind, and whatever is absent', () => {
    expect([shown({ a: 1 }), shown([1, 2]), shown(null), shown(undefined), shown(1.5)]).toEqual([
      'an object',
      'a list of 2',
      'null',
      'nothing',
      '1.5',
    ]);
  });
});
