/** Groups cross to the writing thread whole. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromMessage, toMessage } from './group-message.js';

const payload = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 9 }));
const event = fc
  .record({ id: fc.uuid(), type: fc.string(), data: payload, metadata: payload })
  .chain((one) =>
    fc.option(fc.string(), { nil: undefined }).map((uniqueKey) => {
      return uniqueKey === undefined ? one : { ...one, uniqueKey };
    }),
  );
const batch = fc.record({
  stream: fc.string(),
  expected: fc.oneof(fc.constant('none' as const), fc.nat()),
  bytes: fc.nat(),
  events: fc.array(event, { maxLength: 4 }),
});
const group = fc.record({ nowMs: fc.nat(), batches: fc.array(batch, { maxLength: 5 }) });

describe('A group on its way to the writing thread', () => {
  it('arrives as it was sent', () => {
    fc.assert(
      fc.property(group, (sent) => {
        expect(fromMessage(structuredClone(toMessage(sent)))).toEqual(sent);
      }),
      { seed: 1 },
    );
  });
});
