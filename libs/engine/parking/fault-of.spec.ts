/** What a fault is called where it is kept: a stable code and a line without patient data. */
import { describe, expect, it } from '@jest/globals';
import { StoreFull } from '#event-store';
import { faultOf } from './fault-of.js';

describe('What a fault is called', () => {
  it('takes its own code, else the name of its class', () => {
    expect(faultOf(new StoreFull(), 'p').code).toBe('store-full');
    expect(faultOf(new TypeError('x'), 'p').code).toBe('type-error');
    expect(faultOf(Object.assign(new Error('x'), { code: 'Ünlike ours' }), 'p').code).toBe('error');
    expect(faultOf('thrown text', 'p')).toEqual({
      code: 'fault',
      message: 'What was thrown is not an error.',
    });
  });

  it('leaves out the pseudonym and what is quoted of the data', () => {
    const error = new SyntaxError('Unexpected token in "{\\"name\\": \\"Kari\\"}" of p123');
    expect(faultOf(error, 'p123').message).toBe('Unexpected token in "…" of …');
  });

  it('keeps one line, without what steers a terminal, and not too long', () => {
    expect(faultOf(new Error('one\u001b[31m\ntwo'), '').message).toBe('one [31m');
    expect(faultOf(new Error('x'.repeat(1_000)), 'p').message).toHaveLength(300);
  });
});
