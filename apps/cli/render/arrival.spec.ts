/** Whether somebody has what they were to be sent, and by which way it came. */
import { describe, expect, it } from '@jest/globals';
import { arrivalText } from './arrival.js';
import { titlesOf } from './titles.js';

const writtenAt = '2026-01-05T10:00:00+01:00';
const at = '2026-01-06T11:30:00+01:00';

describe('A message about a stall', () => {
  it.each([
    [undefined, 'no message sent'],
    [{ writtenAt }, 'written 2026-01-05 10:00, not fetched'],
    [
      { writtenAt, arrived: { how: 'fetched', at, by: 'hospital@ous' } },
      'written 2026-01-05 10:00, fetched 2026-01-06 11:30 by hospital of ous',
    ],
    [
      { writtenAt, arrived: { how: 'pushed', at, by: 'webhook' } },
      'written 2026-01-05 10:00, pushed 2026-01-06 11:30 by webhook',
    ],
    [{ writtenAt, failed: 'status-422', givenUp: true }, /^written .*, given up: status-422$/],
  ] as const)('says when it was written, and when and by whom it came', (message, text) => {
    expect(arrivalText(message, titlesOf(null))).toMatch(text);
  });
});
