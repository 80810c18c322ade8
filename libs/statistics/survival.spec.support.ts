/** Samples and curves as the tests of this library make and read them. */
import { CENSORED, SpellSample } from './spell-sample.js';

/** A sample of spells that end in one way only. */
export function sampleOf(
  spells: Iterable<{ readonly seconds: number; readonly ended: boolean }>,
): SpellSample {
  const sample = new SpellSample();
  for (const spell of spells) sample.add(spell.seconds, spell.ended ? 1 : CENSORED);
  return sample;
}
