/**
 * What has to hold when a run has come to rest: the invariants of the design that faults
 * of store, bus, clock and process could break, by their numbers.
 */
import { checkAnswers } from './checks/answers.js';
import { checkAppends } from './checks/appends.js';
import { checkCalmRun } from './checks/calm-run.js';
import { checkCustody } from './checks/custody.js';
import { checkDecisions } from './checks/decisions.js';
import { checkDeliveries } from './checks/deliveries.js';
import { checkModels } from './checks/models.js';
import { checkSaga } from './checks/saga.js';
import type { Violation } from './checks/violation.js';
import type { World } from './world.js';

export type { Violation } from './checks/violation.js';

export async function findViolations(world: World): Promise<readonly Violation[]> {
  return [
    ...world.observer.violations,
    ...checkAppends(world),
    ...checkAnswers(world),
    ...checkDecisions(world),
    ...checkSaga(world),
    ...checkDeliveries(world),
    ...checkCustody(world),
    ...(await checkCalmRun(world)),
    ...(await checkModels(world)),
  ];
}
