/**
 * Runs beside every test file: whatever any test assesses, at every instant of every open
 * episode exactly one service is accountable. What is wrong fails the test that asked.
 */
import { custodyFaults, Journey, type Assessment } from '#pathway';

type Assess = (this: Journey, at: number) => Assessment;

const assess: Assess = Reflect.get(Journey.prototype, 'assess');

Journey.prototype.assess = function watched(at) {
  const assessment = assess.call(this, at);
  const faults = custodyFaults(assessment);
  if (faults.length > 0) throw new Error(`Custody is broken: ${faults.join('; ')}`);
  return assessment;
};
