/** After every spec file: no server that it started has named a patient on standard error. */
import { afterAll, expect } from '@jest/globals';
import { NAMED } from '../patients-on-stderr.js';

afterAll(() => {
  const named = (globalThis as { [NAMED]?: readonly string[] })[NAMED];
  expect(named ?? []).toEqual([]);
});
