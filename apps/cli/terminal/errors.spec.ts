/** Errors for people, or as JSON. */
import { describe, expect, it } from '@jest/globals';
import { captured } from './captured-io.spec.support.js';
import { describeError, reportError } from './errors.js';

describe('An error', () => {
  it('with a known code is reported without its stack', () => {
    const { io, written } = captured(false);
    const full = Object.assign(new Error('The disk is full.'), { code: 'ENOSPC' });
    expect(reportError(full, io, false)).toBe(1);
    expect(written.stderr).toMatch(/^stafett: The disk is full[.]\n {2}Free some disk space/);
  });

  it('in a file that configures the program ends as one in the command line does', () => {
    const refused = Object.assign(new Error('x.yaml'), { code: 'delivery-config-invalid' });
    expect(describeError(refused).exit).toBe(2);
  });

  it('that nobody foresaw is reported with its stack, and where to send it', () => {
    const { io, written } = captured(false);
    expect(reportError(new TypeError('x is not a function'), io, true)).toBe(1);
    expect(JSON.parse(written.stderr)).toMatchObject({
      error: { code: 'internal', message: expect.stringMatching(/TypeError.*errors[.]spec/s) },
    });
  });

  it('says that too many files are open, whoever noticed it', () => {
    const error = new Error('Worker initialization failure: EMFILE');
    expect(describeError(error)).toMatchObject({
      code: 'EMFILE',
      advice: expect.stringContaining('ulimit') as unknown,
    });
  });

  it('repeats nothing that a fault of the program was given', () => {
    const { message } = describeError(new TypeError('"Ola Nordmann" is no date'));
    expect(message).toContain('Internal error: TypeError');
    expect(message).not.toContain('Ola');
  });
});
