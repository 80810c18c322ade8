/** The schemas of the figures are those of the types, as they are now. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerSchemas, COLUMNS_FILE, FOLDER } from './tools/answer-schemas.js';

describe('The schemas of the figures', () => {
  it('are what the types say; `npm run schemas` writes them', async () => {
    const schemas = await answerSchemas();
    const files = readdirSync(FOLDER).map((file) => join(FOLDER, file));
    expect([...files, COLUMNS_FILE].sort()).toEqual([...schemas.keys()].sort());
    for (const [file, text] of schemas)
      expect([file, readFileSync(file, 'utf8')]).toEqual([file, text]);
  });
});
