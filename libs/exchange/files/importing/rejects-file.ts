/**
 * What an import could not take, one JSON object a line, so that people can mend it and
 * import again. It may hold personal data as the file did: only its owner may read it.
 */
import * as fs from 'node:fs';
import type { Fault, Json } from '#care-event';

export interface Reject {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly faults: readonly Fault[];
  /** The row as it stood in the file, for one that could not be read. */
  readonly row?: Json;
  /** For an event that was read and refused. */
  readonly patient?: string;
  readonly id?: string;
  readonly type?: string;
}

export class RejectsFile {
  private descriptor: number | undefined;
  private written = 0;

  private begun = false;

  /** `replace`: what an earlier import left there goes when this one begins. */
  constructor(
    readonly path: string,
    private readonly replace: boolean,
  ) {}

  /** To be called once it is known that the import is not refused; more than once is harmless. */
  begin(): void {
    // It would pass for this import's.
    if (this.replace && !this.begun) fs.rmSync(this.path, { force: true });
    this.begun = true;
  }

  /** How many were written; the file is there when there are any. */
  get count(): number {
    return this.written;
  }

  write(rejects: readonly Reject[]): void {
    if (rejects.length === 0) return;
    this.descriptor ??= fs.openSync(this.path, 'wx', 0o600);
    fs.appendFileSync(
      this.descriptor,
      rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''),
    );
    this.written += rejects.length;
  }

  close(): void {
    if (this.descriptor !== undefined) fs.closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}
