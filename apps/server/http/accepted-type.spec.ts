/** `Accept`, as browsers, spreadsheets and programs send it. */
import { describe, expect, it } from '@jest/globals';
import { acceptedType } from './accepted-type.js';
import { Problem } from './problem.js';

const TYPES = ['application/json', 'text/csv'] as const;

describe('Of JSON and CSV', () => {
  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'text/csv'],
    ['Text/CSV; header=present', 'text/csv'],
    ['text/*', 'text/csv'],
    ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', 'application/json'],
    ['application/json;q=0.5, text/csv', 'text/csv'],
    ['text/csv;q=0.5, application/*;q=0.4', 'text/csv'],
    ['*/*, application/json;q=0', 'text/csv'],
    ['nonsense, text/csv', 'text/csv'],
  ])('%s wants %s', (header, type) => {
    expect(acceptedType(header, TYPES)).toBe(type);
  });

  it.each(['image/png', 'text/html', '*/*;q=0', '', 'nonsense'])('"%s" wants neither', (header) => {
    expect(() => acceptedType(header, TYPES)).toThrow(Problem);
  });
});
