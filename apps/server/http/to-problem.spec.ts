/** A problem's title says what kind of refusal it is. */
import { describe, expect, it } from '@jest/globals';
import { ParkedRefused } from '#engine';
import { ReadModelsOutdated } from '#projections';
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

  it('has when to ask again while read models are built anew', () => {
    const building = { share: 0.4, events: 400, secondsLeft: 12 };
    const problem = toProblem(new ReadModelsOutdated(['journeys'], { building }));
    expect(problem).toMatchObject({ status: 503, code: 'read-models', retryAfter: 12 });
    expect(problem.detail).toContain('12 s');
  });

  it('speaks of a change only where one was asked for', () => {
    expect(toProblem(new ParkedRefused('never-parked', 'never')).title).toBe('Not found');
    expect(toProblem(new ParkedRefused('not-parked', 'not now')).title).toBe('Nothing was changed');
  });
});
