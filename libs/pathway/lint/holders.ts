/** Whether a service that a rule names is the one that holds the patient in a stage. */
import type { OwnerRef, ServiceRef, StageRule } from '../definition/definition.js';

/** Parameters count as the same where they have the same name. */
export function isHolderOf(stage: StageRule, service: OwnerRef): boolean {
  return service === 'holder' || isSame(service, stage.holder);
}

function isSame(a: ServiceRef, b: ServiceRef): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.parameter === b.parameter;
}
