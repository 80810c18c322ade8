/** What the program logs: one JSON object a line, on standard error, without what names a patient. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { JsonLogger } from './json-logger.js';

describe('The log of the program', () => {
  let text = '';
  beforeEach(() => {
    text = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((part) => {
      text += String(part);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  const lines = (): unknown[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));

  it('has one line for each message, of whatever level, with its fields beside the others', () => {
    const logger = new JsonLogger('warn');
    logger.warn('sequence parked', { processor: 'handovers', attempt: 1 }, 'Parking');
    logger.error(new Error('first\n{"level":"warn"}'), 'Doors');
    expect(lines()).toMatchObject([
      { level: 'warn', message: 'sequence parked', context: 'Parking', processor: 'handovers' },
      { level: 'error', context: 'Doors', error: { message: 'first\n{"level":"warn"}' } },
    ]);
  });

  it('keeps to its level', () => {
    const logger = new JsonLogger('warn');
    logger.log('up');
    logger.debug('a detail');
    expect(text).toBe('');
    new JsonLogger('debug').debug('a detail');
    expect(lines()).toHaveLength(1);
  });

  it('leaves out the fields of an error but its code, since some name a patient', () => {
    const error = Object.assign(new Error('not whole'), { code: 'broken', patient: 'p123' });
    new JsonLogger('error').error(error);
    expect(lines()).toMatchObject([{ error: { message: 'not whole', code: 'broken' } }]);
    expect(text).not.toContain('p123');
  });

  it('does not repeat what keeps the server from starting: whoever starts it reports that', () => {
    new JsonLogger('error').error(new Error('locked'), 'ExceptionHandler');
    expect(text).toBe('');
  });
});
