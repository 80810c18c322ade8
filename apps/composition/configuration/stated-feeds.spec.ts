/** feeds.yaml: what is taken, and what is refused with its place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadStatedFeeds } from './stated-feeds.js';

describe('feeds.yaml', () => {
  let folder: string;
  const file = () => join(folder, 'feeds.yaml');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stafett-feeds-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says how long each source may be silent, and need not be there', async () => {
    expect(await loadStatedFeeds(file())).toEqual({});
    writeFileSync(
      file(),
      'sources:\n  urn:example:hospital: 4h\n  urn:example:gp: 1 working day\n',
    );
    expect(await loadStatedFeeds(file())).toEqual({
      ...{ 'urn:example:hospital': '4h', 'urn:example:gp': '1 working day' },
    });
  });

  it.each([
    ['sources: { urn:a: often }', 'feeds.yaml:1:12: often is not a limit'],
    ['source: { urn:a: 4h }', 'feeds.yaml:1:1: '],
  ])('is refused where it is %s', async (yaml, place) => {
    writeFileSync(file(), yaml);
    await expect(loadStatedFeeds(file())).rejects.toThrow(place);
  });
});
