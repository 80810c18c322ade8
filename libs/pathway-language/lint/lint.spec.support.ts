/** Small definitions to lint, and what lint says of them. */
import { expect } from '@jest/globals';
import { SMALL } from '#pathway/testing';
import { readDefinition } from '../parsing/read-definition.js';
import { lintDefinition } from './lint-definition.js';

/** What lint says: severity, path and code; that it can be read goes without saying. */
export function labelled(text: string): readonly string[] {
  expect(readDefinition(text)).toHaveProperty('definition');
  return lintDefinition(text).map((one) => `${one.severity} ${one.path} ${one.code}`);
}

export const withLines = (lines: string) => `${SMALL}${lines}\n`;

export const withStages = (stages: string, closes = 'PathwayClosed') =>
  SMALL.replace(/stages:.*/, `stages: [${stages}]`).replace(
    /closes:.*\n/,
    closes === '' ? '' : `closes: ${closes}\n`,
  );

export const stage = (id: string, rest = '') =>
  `{ id: ${id}, holder: gp, limit: 6 weeks, source: s${rest === '' ? '' : `, ${rest}`} }`;
