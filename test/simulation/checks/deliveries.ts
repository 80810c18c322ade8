/** What the receivers got, against what the log says that they got. */
import { standings, type Standing } from '../delivering.js';
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
  yield* checkOrder(sent, { receivers, observer });
}

/** What was never set aside came for the first time in the order of the log, for each patient and receiver. */
function* checkOrder(
  sent: readonly Standing[],
  { receivers, observer }: Pick<FinishedRun, 'receivers' | 'observer'>,
): Iterable<Violation> {
  const bySent = new Map(sent.map((one) => [one.message, one]));
  const last = new Map<string, Standing>();
  for (const message of receivers.received.keys()) {
    const one = bySent.get(message);
    if (one === undefined || observer.dead.has(message)) continue;
    const key = `${one.service} ${one.patient}`;
    const before = last.get(key);
    if (before !== undefined && Number(before.position) > Number(one.position))
      yield {
        invariant: 14,
        what: `${message} came after ${before.message}, which was sent later`,
      };
    else last.set(key, one);
  }
}
