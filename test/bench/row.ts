/** What a benchmark reports: one figure beside its target and a limit measured in the same run. */

export interface Row {
  readonly work: string;
  readonly figure: number;
  readonly unit: string;
  readonly target: string;
  readonly met: boolean;
  /** What bounds it or competes with it, measured on this machine in this run. */
  readonly beside: string;
  readonly note?: string;
}

/** Every benchmark is a program of its own: prints its rows as one JSON line. */
export function report(rows: readonly Row[]): void {
  process.stdout.write(`${JSON.stringify({ rows })}\n`);
}

/** Tells the person waiting what is going on; standard output is for the rows. */
export function say(text: string): void {
  process.stderr.write(`  ${text}\n`);
}

export function perSecond(count: number, startedAt: number): number {
  return Math.round(count / ((performance.now() - startedAt) / 1_000));
}

export function thousands(n: number): string {
  return n.toLocaleString('en-US', { maximumFractionDigits: n < 100 ? 2 : 0 });
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export function peakMemoryMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
