/**
 * What is noticed where a log cannot refuse it: one source and id that stand for events of two
 * patients. Each of them has a stream of its own for it, which says nothing of the other.
 * WARNING: the names are storage; logs hold them for ever.
 */
import type { JsonObject } from '../text/json.js';

/** One stream per patient: this followed by the pseudonym. */
export const ID_COLLISIONS_STREAM = 'id-collisions-';
export const ID_COLLISION_NOTICED = 'IdCollisionNoticed.v1';

/** Data of an `IdCollisionNoticed.v1`: which event of this patient has them. */
export interface IdCollision {
  readonly source: string;
  readonly id: string;
}

export function idCollisionFromStored({
  type,
  data: { source, id },
}: {
  readonly type: string;
  readonly data: JsonObject;
}): IdCollision | undefined {
  if (type !== ID_COLLISION_NOTICED) return undefined;
  return typeof source === 'string' && typeof id === 'string' ? { source, id } : undefined;
}
