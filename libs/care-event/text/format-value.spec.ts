/** Foreign texts as messages show them: short and harmless. */
import { describe, expect, it } from '@jest/globals';
import { formatValue } from './format-value.js';

describe('formatValue', () => {
  it('cuts long text', () => {
    expect(formatValue('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`);
    expect(formatValue('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
  });

  it('never passes on a character that a terminal or a log line obeys', () => {
    expect(formatValue('a\r\n\u001b[31mb\u009b\u2028')).toBe('"a\\r\\n\\u001b[31mb\\u009b\\u2028"');
    expect(formatValue('a\u202eb\u2066')).toBe('"a\\u202eb\\u2066"');
  });

  it('names objects and lists by kind, and whatever is absent', () => {
    expect([
      formatValue({ a: 1 }),
      formatValue([1, 2]),
      formatValue(null),
      formatValue(undefined),
      formatValue(1.5),
    ]).toEqual(['an object', 'a list of 2', 'null', 'nothing', '1.5']);
  });
});
