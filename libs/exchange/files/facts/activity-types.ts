/** Event types of a foreign log: its activity names, unless a mapping says otherwise. */
import { parseTypeLiteral } from '#care-event';

export interface EventType {
  readonly type: string;
  readonly version: number;
}

const REMEMBERED_MAX = 10_000;

/**
 * @param types care event type (`ReferralSent` or `ReferralSent.v2`) by activity name; a
 *   name that is not in it is its own type, whatever it looks like, in version 1
 */
export function activityTypes(types: ReadonlyMap<string, string>): (activity: string) => EventType {
  const mapped = new Map([...types].map(([name, literal]) => [name, parseTypeLiteral(literal)]));
  // One object per name: a log of a million events has a few dozen activities.
  const own = new Map<string, EventType>();
  return (activity) => {
    const known = mapped.get(activity) ?? own.get(activity);
    if (known !== undefined) return known;
    const type = { type: activity, version: 1 };
    if (own.size < REMEMBERED_MAX) own.set(activity, type);
    return type;
  };
}
