/** What was seen of every append while the run went on: no decision by a clock that did not show it yet. */
import type { FinishedRun } from './finished-run.js';
import type { Violation } from './violation.js';

export function* checkAppends({ observer }: FinishedRun): Iterable<Violation> {
  for (const { stream, appended, events, clockShowed, process } of observer.appends) {
    if (appended.repeated) continue;
    for (const { type, metadata } of events) {
      const { effective } = metadata;
      if (typeof effective !== 'number' || effective <= clockShowed) continue;
      const early = effective - clockShowed;
      yield { invariant: 13, what: `${process} took ${type} on ${stream} ${early} ms too early` };
    }
  }
}
