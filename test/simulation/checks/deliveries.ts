/** What the receivers got, against what the log says that they got. */
import { standings } from '../delivering.js';
import type { FinishedRun } from './finished-run.js';
import { wholeLog } from './log.js';
import type { Violation } from './violation.js';

export function* checkDeliveries({ store, receivers, observer }: FinishedRun): Iterable<Violation> {
  const sent = standings(wholeLog(store));
  const known = new Set(sent.map(({ message }) => message));
  for (const [message, contents] of receivers.received) {
    if (!known.has(message)) yield { invariant: 11, what: `${message} came, but was never sent` };
    if (new Set(contents).size > 1)
      yield { invariant: 11, what: `${message} came in two versions` };
  }
  for (const { message, delivered, dead } of sent) {
    const hasCome = receivers.received.has(message);
    if (delivered > 1) yield { invariant: 11, what: `${message} is down as delivered twice` };
    if (delivered > 0 && !hasCome)
      yield { invariant: 12, what: `${message} is down as delivered, but never came` };
    if (delivered === 0 && !dead)
      yield { invariant: 12, what: `${message} is neither delivered nor a dead letter` };
    if (delivered === 0 && dead && !observer.dead.has(message))
      yield { invariant: 12, what: `${message} is a dead letter that was reported to nobody` };
  }
}
