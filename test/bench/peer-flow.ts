/**
 * A peer of the flow: PM4Py's directly-follows graph of the same log, from a table that it holds in
 * memory. It is not part of this project: without it the figure stands alone.
 */
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { referralCases, type ReferralLog } from './referral-log.js';

/** The interpreter that has PM4Py, for instance of a virtual environment. */
const PYTHON = process.env['BENCH_PYTHON'] ?? 'python3';

const PROGRAM = `
import sys, time, warnings
warnings.filterwarnings("ignore")
import pandas, pm4py
log = pandas.read_csv(sys.argv[1], dtype={"case:concept:name": str})
log["time:timestamp"] = pandas.to_datetime(log["time:timestamp"], utc=True)
took = []
for _ in range(4):
    began = time.perf_counter()
    pm4py.discover_dfg(log)
    took.append((time.perf_counter() - began) * 1000)
print("took", pm4py.__version__, sorted(took[1:])[1])
`;

export interface PeerFlow {
  readonly version: string;
  /** The median of three, after one to warm up. */
  readonly ms: number;
}

/** @param file where the log is written for it @returns undefined where it is not installed */
export async function peerFlow(file: string, log: ReferralLog): Promise<PeerFlow | undefined> {
  const out = createWriteStream(file);
  out.write('case:concept:name,concept:name,time:timestamp\n');
  for (const { patient, events } of referralCases(log)) {
    const rows = events.map(({ type, occurredAt }) => `${patient},${type},${occurredAt}\n`);
    if (!out.write(rows.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  try {
    const { stdout } = await promisify(execFile)(PYTHON, ['-c', PROGRAM, file]);
    const [, version = '', ms = ''] = /^took (\S+) (\S+)$/m.exec(stdout) ?? [];
    return { version, ms: Number(ms) };
  } catch {
    return undefined;
  }
}
