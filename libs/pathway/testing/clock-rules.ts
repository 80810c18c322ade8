/** Clocks of made-up definitions: what starts, pauses, stops and nullifies them, and what they count. */
import fc from 'fast-check';
import type { ClockRule } from '../definition/clock-rule.js';
import { countings } from './counting.js';
import { dated, few, maybe, some } from './rule-parts.js';

/** Over the patient nothing acts from a later day on. */
export const clock = (id: string, over: ClockRule['over']): fc.Arbitrary<ClockRule> =>
  fc
    .record({
      start: some,
      pause: few,
      resume: few,
      stop: few,
      cuts: fc.option(few, { nil: undefined, freq: 2 }),
      nullify: over === 'patient' ? few : dated(few),
      nullifyUnless: fc.option(
        fc.record({ on: over === 'patient' ? some : dated(some), after: some }),
        {
          nil: undefined,
          freq: 2,
        },
      ),
      pauseReason: fc.constantFrom(undefined, 'reason'),
      spans: fc.array(
        few.map((on) => ({ on, from: 'from', to: 'to', grade: 'k', certificate: 'ref' })),
        { maxLength: 1 },
      ),
      counting: fc.option(countings, { nil: undefined }),
    })
    .map(({ pauseReason, counting, cuts, nullifyUnless, ...rest }) => ({
      ...rest,
      title: 't',
      id,
      over,
      ...maybe('pauseReason', pauseReason),
      ...maybe('cuts', cuts),
      ...maybe('counting', counting),
      ...maybe('nullifyUnless', nullifyUnless),
    }));
