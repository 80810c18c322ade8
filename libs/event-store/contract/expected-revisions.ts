/** What the stream must look like for an append to go through. */
import { describe, expect, it } from '@jest/globals';
import { WrongExpectedRevision } from '../errors.js';
import type { EventStore, ExpectedRevision } from '../port.js';
import { event, events, onNewLog } from './harness.js';
import type { OpenStore } from './harness.js';
import { readWholeStream } from '../reading.js';

async function refusal(store: EventStore, expected: ExpectedRevision): Promise<unknown> {
  return store.append('a', expected, [event(9)]).then(
    () => 'accepted',
    (error: unknown) => error,
  );
}

const THREE_EVENTS: readonly [ExpectedRevision, boolean][] = [
  [2, true],
  ['none', false],
  [0, false],
  [1, false],
  [3, false],
];
const NO_EVENTS: readonly [ExpectedRevision, boolean][] = [
  ['none', true],
  [0, false],
];

export function describeExpectedRevisions(open: OpenStore): void {
  describe('expected revisions', () => {
    for (const [expected, goesThrough] of THREE_EVENTS) {
      it(
        `${goesThrough ? 'lets' : 'does not let'} '${expected}' append to a stream at revision 2`,
        onNewLog(open, async (store) => {
          await store.append('a', 'none', events(3));
          const answer = await refusal(store, expected);
          if (goesThrough) {
            expect(answer).toBe('accepted');
          } else {
            expect(answer).toBeInstanceOf(WrongExpectedRevision);
            expect(answer).toMatchObject({ stream: 'a', expected, actual: 2, retryable: true });
          }
          expect(await readWholeStream(store, 'a')).toHaveLength(goesThrough ? 4 : 3);
        }),
      );
    }

    for (const [expected, goesThrough] of NO_EVENTS) {
      it(
        `${goesThrough ? 'lets' : 'does not let'} '${expected}' append to a stream that is not there`,
        onNewLog(open, async (store) => {
          await store.append('another', 'none', events(3));
          const answer = await refusal(store, expected);
          if (goesThrough) {
            expect(answer).toBe('accepted');
          } else {
            expect(answer).toBeInstanceOf(WrongExpectedRevision);
            expect(answer).toMatchObject({ stream: 'a', expected, actual: undefined });
          }
          expect(await readWholeStream(store, 'a')).toHaveLength(goesThrough ? 1 : 0);
        }),
      );
    }

    for (const expected of [-1, 1.5, Number.NaN]) {
      it(
        `refuses ${expected}, which is no revision`,
        onNewLog(open, async (store) => {
          expect(await refusal(store, expected)).toMatchObject({ code: 'invalid-event' });
        }),
      );
    }
  });
}
