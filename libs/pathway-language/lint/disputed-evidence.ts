/** Two parts of evidence that exclude each other: both look at the latest event of one type. */
import type { EventPattern } from '#pathway';
import type { LintSubject } from './lint-subject.js';
import { canBothFit } from './pattern-logic.js';

/** The type of which the two demand different things; undefined where both may hold at once. */
export function disputedType(
  a: readonly EventPattern[],
  b: readonly EventPattern[],
  subject: LintSubject,
): string | undefined {
  const type = soleType(a);
  if (type === undefined || type !== soleType(b)) return undefined;
  if (!subject.mayCompare(a.length * b.length)) return undefined;
  return share(a, b, subject) ? undefined : type;
}

/** The only type that a part looks at; of several one is enough, so they exclude nothing. */
function soleType(part: readonly EventPattern[]): string | undefined {
  const [first] = part;
  return part.every(({ type }) => type === first?.type) ? first?.type : undefined;
}

/** Whether one event can fit a pattern of each. */
export function share(
  a: readonly EventPattern[],
  b: readonly EventPattern[],
  { fields }: LintSubject,
): boolean {
  return a.some((one) => b.some((other) => canBothFit(one, other, fields)));
}

export function firstDefined<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
