/** The receipts that the publishers got, against what the log holds. */
import { contentDifference, factFromStored, factKey, type RecordedFact } from '#care-event';
import { comparePositions, type Position, type RecordedEvent } from '#event-store';
import type { FinishedRun } from './finished-run.js';
import { wholeLog } from './log.js';
import type { Violation } from './violation.js';

interface Kept {
  readonly fact: RecordedFact;
  readonly event: RecordedEvent;
}

export function* checkAnswers({ publishers, store }: FinishedRun): Iterable<Violation> {
  const kept = new Map<string, Kept>();
  for (const event of wholeLog(store)) {
    const fact = factFromStored(event);
    if (fact === undefined) continue;
    const key = factKey(fact);
    if (kept.has(key)) yield { invariant: 4, what: `${key} is in the log twice` };
    else kept.set(key, { fact, event });
  }
  const sent = new Set(publishers.sent.map(({ fact }) => factKey(fact)));
  for (const key of kept.keys()) {
    if (!sent.has(key)) yield { invariant: 4, what: `${key} is in the log, but nobody sent it` };
  }
  for (const key of sent) {
    if (!kept.has(key)) yield { invariant: 12, what: `${key} was sent, but is not in the log` };
  }
  for (const { fact, outcome } of publishers.answers) {
    const key = factKey(fact);
    const found = kept.get(key);
    if (outcome.status === 'refused') {
      if (found === undefined || contentDifference(found.fact, fact).length === 0)
        yield { invariant: 4, what: `${key} was refused without reason: ${outcome.message}` };
    } else if (found === undefined) {
      yield { invariant: 4, what: `${key} was ${outcome.status}, but is not in the log` };
    } else if (contentDifference(found.fact, fact).length > 0) {
      yield { invariant: 4, what: `${key} was ${outcome.status}, but the log has other content` };
    } else if (outcome.revision !== found.event.revision) {
      const what = `${key} was said to be at revision ${outcome.revision}, but is at ${found.event.revision}`;
      yield { invariant: 4, what };
    } else if (comparePositions(outcome.position as Position, found.event.position) < 0) {
      const what = `${key} was said to be shown from ${outcome.position}, but is at ${found.event.position}`;
      yield { invariant: 4, what };
    }
  }
}
