/** What a thrown value is called: stable, and never what somebody wrote into it. */
import { describe, expect, it } from '@jest/globals';
import { faultCode } from './fault-code.js';

class NoSuchThing extends Error {
  override readonly name = 'NoSuchThing';
}

describe('The code of a fault', () => {
  it.each([
    [Object.assign(new Error('x'), { code: 'store-full' }), 'store-full'],
    [new NoSuchThing(), 'no-such-thing'],
    [new TypeError('x'), 'type-error'],
    [Object.assign(new Error('x'), { code: 'Kari Nordmann' }), 'error'],
    [Object.assign(new Error('x'), { code: 'x'.repeat(65) }), 'error'],
    [Object.assign(new Error('x'), { name: 'Not A Name' }), 'fault'],
    ['text', 'fault'],
    [undefined, 'fault'],
  ])('of %p is %s', (thrown, code) => {
    expect(faultCode(thrown)).toBe(code);
  });
});
