/** What the bundle loads: help knows no database, a figure no server. Loading is what start-up costs. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BACK_PAIN_PATHWAY, runStafett, stafettProcess, temporaryFolder } from './data-folder.js';
import { itInParts } from './setup/in-parts.js';

const FOLDER = 'dist/bundle/cli';

/** Packages that are loaded with a file of the bundle: those of all that it imports at once. */
function packagesOf(file: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const imports = [...text.matchAll(/^(?:import|export)\b[^'"\n]*["']([^'"\n]+)["'];?$/gm)];
  const names = imports.map(([, name = '']) => name).filter((name) => !name.startsWith('node:'));
  return names.flatMap((name) =>
    name.startsWith('./') ? packagesOf(name.slice(2), seen) : [name],
  );
}

function chunk(name: string): string {
  const found = readdirSync(FOLDER).filter((file) => file.startsWith(`${name}-`));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

describe('The bundle', () => {
  it('loads neither database nor server for help', () => {
    expect(packagesOf('main.js')).not.toContain('better-sqlite3');
    expect(packagesOf('main.js').filter((name) => name.startsWith('@nestjs/'))).toEqual([]);
  });

  it('loads the database for a figure, and no part of Nest', () => {
    const packages = packagesOf(chunk('read-folder'));
    expect(packages).toContain('better-sqlite3');
    expect(packages.filter((name) => /^(@nestjs|rxjs|fastify)/.test(name))).toEqual([]);
  });

  it('loads Nest for the server', () => {
    expect(packagesOf(chunk('serve-folder'))).toContain('@nestjs/core');
  });

  // What imports its first file while that one waits at its top never goes on: the process just ends.
  itInParts('answers where a command loads the whole of a folder', async () => {
    const folder = await temporaryFolder();
    const data = ['--data', folder.path];
    expect(await runStafett('pathway', 'publish', BACK_PAIN_PATHWAY, ...data)).toMatchObject({
      status: 0,
    });
    const { status, stdout, stderr } = await stafettProcess(['log', 'verify', '--json', ...data]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ whole: true, faulty: 0, unchecked: 0 });
    await folder.remove();
  });
});
