/** The decisions in the log: each taken once, and none missing. */
import { decide, type RecordedDecision } from '#pathway';
import { END_MS } from '../stories.js';
import type { FinishedRun } from './finished-run.js';
import { pathwaysOf, patientsOf, type PatientLog } from './log.js';
import { bySubject, holdingOf, sayingOf } from './subject.js';
import type { Violation } from './violation.js';

export function* checkDecisions(world: FinishedRun): Iterable<Violation> {
  const pathways = pathwaysOf(world);
  for (const log of patientsOf(world.store)) {
    yield* takenTwice(log);
    for (const versions of pathways) {
      const missing = decide(versions.assessAll(log.facts, END_MS), log.decisions);
      for (const { type, key } of missing) {
        yield { invariant: 13, what: `${type} was never taken on ${log.patient}: ${key}` };
      }
    }
  }
}

/** The same said on the same subject again, without a decision between that takes it back. */
function* takenTwice({ patient, decisions }: PatientLog): Iterable<Violation> {
  const keys = new Set<string>();
  for (const { key } of decisions) {
    if (keys.has(key)) yield { invariant: 13, what: `${key} of ${patient} is there twice` };
    keys.add(key);
  }
  for (const group of bySubject(decisions).values()) {
    for (const [place, decision] of group.entries()) {
      const { type, key, data } = decision;
      if (takesBack(decision) || data['reason'] === 'due-moved') continue;
      // A clock that is behind does not see yet what one ahead has said, and may say it for an earlier
      // instant; that is taken back when the later one takes effect.
      const known = group
        .slice(0, place)
        .filter((one) => takesBack(one) || one.effectiveAt <= decision.effectiveAt);
      if (holdingOf(known).includes(sayingOf(decision)))
        yield { invariant: 13, what: `${type} was taken twice on ${patient}: ${key}` };
    }
  }
}

function takesBack({ type }: RecordedDecision): boolean {
  return /(Reopened|Voided)$/.test(type);
}
