/** What was seen of every append while the run went on. */
import type { World } from '../world.js';
import type { Violation } from './violation.js';

export function* checkAppends({ observer }: World): Iterable<Violation> {
  const won = new Set<string>();
  for (const { stream, expected, appended, events, clockShowed, process } of observer.appends) {
    if (appended.repeated) continue;
    const place = `${stream} at ${expected}`;
    if (typeof expected === 'number' || expected === 'none') {
      if (won.has(place)) yield { invariant: 5, what: `two appends won on ${place}` };
      won.add(place);
    }
    for (const { type, metadata } of events) {
      const { effective } = metadata;
      if (typeof effective !== 'number' || effective <= clockShowed) continue;
      const early = effective - clockShowed;
      yield { invariant: 13, what: `${process} took ${type} on ${stream} ${early} ms too early` };
    }
  }
}
