/**
 * The generations of the read models. A generation is one file with all of them; a small file
 * beside it, the pointer, names the one that serves. No file ever takes the place of another: a
 * write-ahead log left there would be laid over it. Without a pointer the first one serves; where
 * the pointer cannot be read, the newest.
 *
 * A crash leaves the old generation serving or the new one. Whatever else lies there is left over,
 * and removed by whoever next keeps the read models.
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RebuildProgress } from '../port/errors.js';

/** How often the progress of a build is written down, ms. */
const NOTE_EVERY_MS = 200;

export class Generations {
  private readonly folder: string;
  private readonly stem: string;
  private seen: { readonly stats: Stats; readonly generation: number } | undefined;
  private notedAt = -Infinity;

  /** @param first path of the first generation's file, such as `…/read-models.db` */
  constructor(private readonly first: string) {
    this.folder = dirname(first);
    this.stem = basename(first, '.db');
  }

  /** The one that serves. Cheap: asked before each read. */
  get serving(): number {
    const stats = statSync(this.pointer, { throwIfNoEntry: false });
    if (stats === undefined) return 0;
    const { seen } = this;
    if (seen?.stats.ino === stats.ino && seen.stats.mtimeMs === stats.mtimeMs)
      return seen.generation;
    const text = readFileSync(this.pointer, 'utf8').trim();
    const generation = /^\d{1,9}$/.test(text) ? Number(text) : this.newest;
    this.seen = { stats, generation };
    return generation;
  }

  /** Of those that lie here. Whoever keeps the read models removes all but the one that serves. */
  private get newest(): number {
    const name = new RegExp(`^${this.stem}-(\\d{1,9})\\.db$`);
    const found = readdirSync(this.folder).map((each) => Number(name.exec(each)?.[1] ?? 0));
    return Math.max(0, ...found);
  }

  file(generation: number): string {
    return generation === 0 ? this.first : join(this.folder, `${this.stem}-${generation}.db`);
  }

  /** Where this process can fold the log again, to compare: what is left there goes with the rest. */
  get temporary(): string {
    return join(this.folder, `${this.stem}-verify-${process.pid}.db`);
  }

  /** From here on it serves, also after a power cut: its file is complete, and so is the pointer. */
  takeOver(generation: number): void {
    const next = `${this.pointer}.next`;
    writeFileSync(next, `${generation}\n`);
    sync(next);
    renameSync(next, this.pointer);
    // Windows takes no folder here, and needs none.
    if (process.platform !== 'win32') sync(this.folder);
  }

  /** All generations but the one that serves, and what those left that are gone. */
  removeOthers(): void {
    const serving = basename(this.file(this.serving));
    this.removeWhere((name) => {
      const database = name.replace(/-(?:wal|shm)$/, '');
      return database !== serving && !isOfLiving(database);
    });
  }

  remove(file: string): void {
    const database = basename(file);
    this.removeWhere((name) => name === database || name.startsWith(`${database}-`));
  }

  /** Everything: it will be made anew from the log. */
  removeAll(): void {
    rmSync(this.pointer, { force: true });
    this.removeWhere(() => true);
  }

  /** Says how far the build of the next generation has come. */
  note(progress: RebuildProgress, now: number): void {
    if (now - this.notedAt < NOTE_EVERY_MS) return;
    this.notedAt = now;
    writeFileSync(`${this.progressFile}.next`, JSON.stringify(progress));
    renameSync(`${this.progressFile}.next`, this.progressFile);
  }

  forgetProgress(): void {
    rmSync(this.progressFile, { force: true });
  }

  /** How far the build under way has come; undefined where there is none. */
  get progress(): RebuildProgress | undefined {
    try {
      return JSON.parse(readFileSync(this.progressFile, 'utf8')) as RebuildProgress;
    } catch {
      return undefined;
    }
  }

  private get pointer(): string {
    return join(this.folder, `${this.stem}.serving`);
  }

  private get progressFile(): string {
    return join(this.folder, `${this.stem}.progress`);
  }

  /** Of the files of databases, by name. */
  private removeWhere(isWanted: (name: string) => boolean): void {
    const name = new RegExp(`^${this.stem}(?:-\\d+|-verify-\\d+)?\\.db(?:-wal|-shm)?$`);
    for (const found of readdirSync(this.folder))
      if (name.test(found) && isWanted(found)) rmSync(join(this.folder, found), { force: true });
  }
}

/** What a process uses that runs at the moment. */
function isOfLiving(database: string): boolean {
  const [, pid] = /-verify-(\d+)\.db$/.exec(database) ?? [];
  if (pid === undefined) return false;
  try {
    return process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function sync(path: string): void {
  const open = openSync(path, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
