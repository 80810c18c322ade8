/** What happened in one run, a line a step: hashed always, kept only for whoever wants to read it. */
import { createHash } from 'node:crypto';

/** Hashed together: a hash of every line by itself costs more than the line. */
const PENDING_CHARACTERS = 65_536;

export class Trace {
  private readonly hash = createHash('sha256');
  private kept: string[] | undefined;
  private pending = '';

  constructor(options: { readonly keep?: boolean } = {}) {
    this.kept = options.keep === true ? [] : undefined;
  }

  add(line: string): void {
    this.pending += `${line}\n`;
    if (this.pending.length > PENDING_CHARACTERS) this.flush();
    this.kept?.push(line);
  }

  get lines(): readonly string[] {
    return this.kept ?? [];
  }

  /** SHA-256 over all lines, hex. Ends the trace. */
  digest(): string {
    this.flush();
    return this.hash.digest('hex');
  }

  private flush(): void {
    this.hash.update(this.pending);
    this.pending = '';
  }
}
