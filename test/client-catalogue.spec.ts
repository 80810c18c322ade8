/** The package for publishers is typed as the catalogue is now, and versioned as the program. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CLIENT_CATALOGUE, clientCatalogue } from './tools/client-catalogue.js';

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly dependencies?: object;
}

function manifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

describe('The client for TypeScript', () => {
  it('has the types of the catalogue; `npm run schemas` writes them', async () => {
    expect(readFileSync(CLIENT_CATALOGUE, 'utf8')).toBe(await clientCatalogue());
  });

  it('has the version and the licence of the program, and no dependencies', () => {
    const { version, license } = manifest('package.json');
    const client = manifest('libs/client/package.json');
    expect(client).toMatchObject({ version, license });
    expect(client.dependencies).toBeUndefined();
  });
});
