/** The same facts in the order in which they happened, without a fault: where everything has to end. */
import type { RecordedFact } from '#care-event';
import { openPublished, RELAY, WATCH } from '../definitions.js';
import { END_MS } from '../stories.js';
import type { FinishedRun } from './finished-run.js';
import { pathwaysOf, patientsOf, type PatientLog } from './log.js';
import { bySubject, holdingOf } from './subject.js';
import type { Violation } from './violation.js';

export async function checkCalmRun(world: FinishedRun): Promise<readonly Violation[]> {
  const disturbed = patientsOf(world.store);
  const calm = new Map(
    (await calmRun(world, disturbed)).map((log): [string, PatientLog] => [log.patient, log]),
  );
  const violations: Violation[] = [];
  const expectSame = (what: string, found: unknown, expected: unknown): void => {
    if (JSON.stringify(found) === JSON.stringify(expected)) return;
    const difference = `${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`;
    violations.push({ invariant: 14, what: `${what}: ${difference}` });
  };
  for (const log of disturbed) {
    const other = calm.get(log.patient);
    if (other === undefined) continue;
    for (const versions of pathwaysOf(world)) {
      const found = versions.assessAll(log.facts, END_MS);
      const expected = versions.assessAll(other.facts, END_MS);
      expectSame(`where ${log.patient} stands on ${versions.newest.id}`, found, expected);
    }
    expectSame(`decisions on ${log.patient}`, holding(log), holding(other));
  }
  return violations;
}

async function calmRun(
  { operators }: FinishedRun,
  disturbed: readonly PatientLog[],
): Promise<readonly PatientLog[]> {
  let now = 0;
  const pathways = operators.watchPublished ? [RELAY, WATCH] : [RELAY];
  const { store, engine } = await openPublished(() => now, pathways);
  for (const { patient, facts } of disturbed) {
    for (const fact of facts.toSorted(byTime)) {
      now = Math.max(now, Date.parse(fact.occurredAt));
      await engine.recordFacts(patient, [fact]);
    }
  }
  now = END_MS;
  for (const { patient } of disturbed) await engine.wakePatient(patient);
  return patientsOf(store);
}

function byTime(one: RecordedFact, other: RecordedFact): number {
  return Date.parse(one.occurredAt) - Date.parse(other.occurredAt) || (one.id < other.id ? -1 : 1);
}

/** What the decisions on each subject amount to. */
function holding({ decisions }: PatientLog): readonly string[] {
  return [...bySubject(decisions)]
    .map(([subject, group]) => [subject, ...holdingOf(group).toSorted()])
    .filter(({ length }) => length > 1)
    .map((words) => words.join(' '))
    .sort();
}
