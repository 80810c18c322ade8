/**
 * UTC offsets of local times. Foreign logs often hold what the clock on the wall said;
 * an instant needs the offset that the zone had then.
 */
import { Temporal } from 'temporal-polyfill';

/** A time on the wall; `month` and `day` count from 1. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** On most days an offset holds all day; those days are remembered, up to this many. */
const CACHED_DAYS_MAX = 20_000;
const NEVER_FURTHER_HOURS = 3;
const WHOLE_MINUTES = /^[+-]\d\d:\d\d$/;

export class ZoneClock {
  private readonly offsetByDay = new Map<number, string | undefined>();

  /** @throws RangeError when the zone is not known */
  constructor(readonly zone: string) {
    new Temporal.ZonedDateTime(0n, zone);
  }

  /**
   * The offset at that local time, such as `+02:00`. Of a time that the clock showed
   * twice (an hour in autumn), the earlier. Undefined for one it never showed (an hour in
   * spring), for a date that does not exist, and where the offset was no whole minute.
   */
  offsetAt(local: LocalTime): string | undefined {
    const day = local.year * 10_000 + local.month * 100 + local.day;
    let offset = this.offsetByDay.get(day);
    if (offset === undefined && !this.offsetByDay.has(day)) {
      offset = this.offsetOfDay(local);
      if (this.offsetByDay.size >= CACHED_DAYS_MAX) this.offsetByDay.clear();
      this.offsetByDay.set(day, offset);
    }
    return offset ?? this.offsetOfInstant(local);
  }

  /**
   * The later offset of a time that the clock showed twice; undefined for one that it showed once.
   * Asked only of days on which the offset changes.
   */
  laterOffsetAt(local: LocalTime): string | undefined {
    const day = local.year * 10_000 + local.month * 100 + local.day;
    if (this.offsetByDay.get(day) !== undefined) return undefined;
    const date = dateOf(local);
    if (date === undefined) return undefined;
    const wall = date.toPlainDateTime(local);
    const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
      wall.toZonedDateTime(this.zone, { disambiguation }),
    );
    const isTwice = later !== undefined && later.toPlainDateTime().equals(wall);
    return isTwice && later.offset !== earlier?.offset ? wholeMinutes(later.offset) : undefined;
  }

  /** The one offset of that day, or undefined when it changes or the day does not exist. */
  private offsetOfDay(local: LocalTime): string | undefined {
    const date = dateOf(local);
    if (date === undefined) return undefined;
    const start = date.toZonedDateTime(this.zone);
    const end = date.add({ days: 1 }).toZonedDateTime(this.zone);
    // A change at midnight itself belongs to the day before and to this one.
    const before = start.subtract({ hours: NEVER_FURTHER_HOURS });
    const change = before.getTimeZoneTransition('next');
    const changes = change !== null && Temporal.ZonedDateTime.compare(change, end) <= 0;
    return changes ? undefined : wholeMinutes(start.offset);
  }

  private offsetOfInstant(local: LocalTime): string | undefined {
    const date = dateOf(local);
    if (date === undefined) return undefined;
    const wall = date.toPlainDateTime(local);
    const placed = wall.toZonedDateTime(this.zone, { disambiguation: 'earlier' });
    const exists = placed.toPlainDateTime().equals(wall);
    return exists ? wholeMinutes(placed.offset) : undefined;
  }
}

function dateOf({ year, month, day }: LocalTime): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

function wholeMinutes(offset: string): string | undefined {
  return WHOLE_MINUTES.test(offset) ? offset : undefined;
}
