/** Whether two rules name the same service, and whether it holds the patient in a stage. */
import type { HolderOf, OwnerRef, ServiceRef, StageRule } from '#pathway';

export function isHolderOf(stage: StageRule, service: OwnerRef | HolderOf): boolean {
  return service === 'holder' || isSameService(service, stage.holder);
}

/** Parameters count as the same where they have the same name. */
export function isSameService(a: OwnerRef | HolderOf, b: ServiceRef): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return 'parameter' in a && a.parameter === b.parameter;
}
