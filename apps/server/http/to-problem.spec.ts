/** A problem's title says what kind of refusal it is. */
import { describe, expect, it } from '@jest/globals';
import { ParkedRefused } from '#engine';
import { ofRequest } from './request-problems.js';
import { toProblem } from './to-problem.js';

describe('The title of a problem', () => {
  it.each([
    [404, 'Not found'],
    [405, 'Method not allowed'],
    [415, 'The request was refused'],
  ])('for status %i is "%s"', (status, title) => {
    expect(ofRequest(status)).toMatchObject({ status, title });
  });

  it('speaks of a change only where one was asked for', () => {
    expect(toProblem(new ParkedRefused('never-parked', 'never')).title).toBe('Not found');
    expect(toProblem(new ParkedRefused('not-parked', 'not now')).title).toBe('Nothing was changed');
  });
});
