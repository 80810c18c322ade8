/** What keeps a log from being opened, each in its own words and with what to do. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from './open.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stafett-opening-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (file: string) =>
  openSqliteEventStore({ file, access: 'write', clock: () => 1 }).then((store) => store.close());
const unusable = (reason: RegExp) => ({
  code: 'folder-unusable',
  reason: expect.stringMatching(reason) as unknown,
});

/** Whether this process may mount a file system of its own on the folder. */
function mount(...options: readonly string[]): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', ...options, 'none', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('A log that cannot be opened', () => {
  it('says that its folder does not exist', async () => {
    await expect(open(join(folder, 'nowhere', 'log.db'))).rejects.toMatchObject(
      unusable(/does not exist/),
    );
  });

  it('says that a part of its path is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(open(join(folder, 'file', 'log.db'))).rejects.toMatchObject(
      unusable(/is a file, not a folder/),
    );
  });

  it('says that its lock is no lock', async () => {
    writeFileSync(join(folder, 'log.db.lock'), 'x'.repeat(10_000));
    await expect(open(join(folder, 'log.db'))).rejects.toMatchObject(unusable(/delete it/));
  });

  it('says that the file system is read-only (needs the right to mount)', async () => {
    if (!mount('-o', 'ro')) return;
    try {
      await expect(open(join(folder, 'log.db'))).rejects.toMatchObject(
        unusable(/read-only file system/),
      );
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});
