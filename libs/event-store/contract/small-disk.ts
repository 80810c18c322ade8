/** A disk that is soon full: a file system in memory of a few MiB, where this process may mount one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from '@jest/globals';

/** @throws where this process may not mount one */
export function mountSmallDisk(mebibytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'stafett-full-'));
  try {
    const options = ['-t', 'tmpfs', '-o', `size=${mebibytes}m`];
    execFileSync('mount', [...options, 'none', folder], { stdio: 'ignore' });
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}

/** Also while a process that ends still has a file open there. */
export function removeDisk(folder: string): void {
  execFileSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true });
}

function canMount(): boolean {
  try {
    removeDisk(mountSmallDisk(1));
    return true;
  } catch {
    return false;
  }
}

/** Skips where no disk can be mounted. */
export const itOnSmallDisk = canMount() ? it : it.skip;
