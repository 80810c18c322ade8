import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUE_PAGE, cataloguePage } from './tools/catalogue-page.js';

describe('the page of the catalogue', () => {
  it('says what the catalogue says', () => {
    expect(readFileSync(CATALOGUE_PAGE, 'utf8')).toBe(cataloguePage());
  });
});
