/** The decisions in the log: each taken once, and none missing. */
import { decide } from '#pathway';
import { END_MS, type World } from '../world.js';
import { pathwaysOf, patientsOf, type PatientLog } from './log.js';
import { subjectOf } from './subject.js';
import type { Violation } from './violation.js';

export function* checkDecisions(world: World): Iterable<Violation> {
  const pathways = pathwaysOf(world);
  for (const log of patientsOf(world.store)) {
    yield* takenTwice(log);
    for (const versions of pathways) {
      const missing = decide(versions.assess(log.facts, END_MS), log.decisions);
      for (const { type, key } of missing) {
        yield { invariant: 13, what: `${type} was never taken on ${log.patient}: ${key}` };
      }
    }
  }
}

/** The same decision on the same subject again, without one between that takes it back. */
function* takenTwice({ patient, decisions }: PatientLog): Iterable<Violation> {
  const standing = new Map<string, Set<string>>();
  const keys = new Set<string>();
  for (const decision of decisions) {
    const { type, key, data } = decision;
    if (keys.has(key)) yield { invariant: 13, what: `${key} of ${patient} is there twice` };
    keys.add(key);
    const subject = subjectOf(decision);
    const taken = standing.get(subject) ?? new Set();
    standing.set(subject, taken);
    if (/(Reopened|Voided)$/.test(type)) taken.clear();
    else if (taken.has(type) && data['reason'] !== 'due-moved')
      yield { invariant: 13, what: `${type} was taken twice on ${patient}: ${key}` };
    else taken.add(type);
  }
}
