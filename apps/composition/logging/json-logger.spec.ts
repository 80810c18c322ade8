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
      { level: 'error', context: 'Doors', error: { message: 'first\n{"…":"…"}' } },
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

  it('takes out what has the form of a pseudonym, wherever it stands', () => {
    const pseudonym = `p${'a2'.repeat(13)}`;
    const logger = new JsonLogger('warn');
    logger.warn(`for ${pseudonym}`, { stream: `patient-${pseudonym}` }, 'Parking');
    const error = new Error(`of patient-${pseudonym}`);
    logger.error(Object.assign(error, { cause: new Error(pseudonym) }));
    expect(lines()).toMatchObject([{ stream: 'patient-p…' }, { level: 'error' }]);
    expect(text).not.toContain(pseudonym);
  });

  it('does not repeat what a parser or a check was given', () => {
    const given = '{"name":"Ola Nordmann"';
    try {
      JSON.parse(given);
    } catch (error) {
      new JsonLogger('error').error(error);
    }
    new JsonLogger('error').error(new Error('"Ola Nordmann" is no date'));
    expect(lines()).toHaveLength(2);
    expect(text).not.toContain('Ola');
  });

  it('does not repeat what keeps the server from starting: whoever starts it reports that', () => {
    new JsonLogger('error').error(new Error('locked'), 'ExceptionHandler');
    expect(text).toBe('');
  });
});
