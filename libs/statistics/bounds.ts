/**
 * What can be said where follow-up is missing, whatever those would have answered: the worst and the
 * best case (Manski, Nonparametric bounds on treatment effects, 1990). Nothing is assumed of the
 * missing; the width of the bounds is what the missing cost.
 */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The share with yes among all: none or all of the missing may be yes.
 *
 * @returns null for nobody
 */
export function shareBounds({
  yes,
  no,
  missing,
}: {
  readonly yes: number;
  readonly no: number;
  readonly missing: number;
}): Bounds | null {
  const all = yes + no + missing;
  return all === 0 ? null : { lower: yes / all, upper: (yes + missing) / all };
}

/**
 * The mean of all, where a value lies between the scale's ends: the missing may all lie at one end.
 *
 * @returns null for nobody
 */
export function meanBounds({
  sum,
  measured,
  missing,
  scale,
}: {
  readonly sum: number;
  readonly measured: number;
  readonly missing: number;
  readonly scale: readonly [least: number, most: number];
}): Bounds | null {
  const all = measured + missing;
  if (all === 0) return null;
  return { lower: (sum + missing * scale[0]) / all, upper: (sum + missing * scale[1]) / all };
}
