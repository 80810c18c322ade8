/**
 * Whether files are still where they were when they were opened. A deleted file can be written
 * and synced like any other for as long as somebody holds it open, and nobody will ever read it
 * again: so whoever acknowledges what is in a file looks first.
 */
import { statSync } from 'node:fs';

/** Inodes of large file systems exceed what a number holds exactly. */
const EXACT = { bigint: true, throwIfNoEntry: false } as const;

export class FilePresence {
  private readonly watched: readonly Watched[];

  /** @param files those of them that do not exist now are not watched */
  constructor(files: readonly string[]) {
    this.watched = files.flatMap((file) => {
      const stats = statSync(file, EXACT);
      return stats === undefined ? [] : [{ file, inode: stats.ino, device: stats.dev }];
    });
  }

  /** The first file that was deleted, moved or replaced since; undefined where all is well. */
  missing(): string | undefined {
    return this.watched.find(({ file, inode, device }) => {
      const stats = statSync(file, EXACT);
      return stats?.ino !== inode || stats.dev !== device;
    })?.file;
  }
}

interface Watched {
  readonly file: string;
  readonly inode: bigint;
  readonly device: bigint;
}
