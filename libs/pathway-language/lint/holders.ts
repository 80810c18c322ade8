/** Whether two rules name the same service, and whether it holds the patient in a stage. */
import type { OwnerRef, StageRule } from '#pathway';

export function isHolderOf(stage: StageRule, service: OwnerRef): boolean {
  return service === 'holder' || isSameService(service, stage.holder);
}

/** Parameters count as the same where they have the same name. */
export function isSameService(a: OwnerRef, b: OwnerRef): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.parameter === b.parameter;
}
