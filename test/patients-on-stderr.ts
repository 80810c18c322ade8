/** Whether a server that a test started names a patient on standard error, which none may. */
import type { ChildProcess } from 'node:child_process';

/** What servers wrote to standard error that names a patient; see `test/setup/no-patients.ts`. */
export const NAMED = '__patientsNamedOnStandardError';

const PATIENT = /(?<![a-z0-9])p[a-z2-7]{26}(?![a-z0-9])|\btest\|[a-z]/;

export function watchForPatients(child: ChildProcess): void {
  const { stderr } = child;
  if (stderr === null) return;
  stderr.on('data', (chunk: Buffer | string) => {
    const text = String(chunk);
    if (!PATIENT.test(text)) return;
    const holder = globalThis as { [NAMED]?: string[] };
    (holder[NAMED] ??= []).push(text);
  });
}
