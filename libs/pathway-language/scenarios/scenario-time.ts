/**
 * Times as people write them in a scenario: a day, a month, a time on the clock of the
 * pathway's zone, or an instant with its offset. A time on the clock that summer time skips
 * or doubles is refused: an example must not hang on a choice that nobody made.
 */
import { Temporal } from 'temporal-polyfill';
import { formatInstant, intervalOf, occurredAtFault, parseInstant } from '#calendar';

export interface ScenarioTime {
  /**
   * First and last millisecond, inclusive, of what is meant: of the day, of the month, of
   * the minute where only the minute is written.
   */
  readonly first: number;
  readonly last: number;
  /** As an event carries it: a day, a month, or RFC 3339 with its offset. */
  readonly occurredAt: string;
  /** True for days and months. */
  readonly imprecise: boolean;
}

/** Why a text is no time here, and what to write instead. */
export interface TimeFault {
  readonly message: string;
  readonly advice: string;
}

const LOCAL_FORM = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?$/;

const FORMS =
  'write a day (2026-03-02), a month (2026-03), a local time (2026-03-20 09:00) or an instant (2026-03-20T09:00:00+02:00)';

/** @throws RangeError when the zone is not known */
export function readScenarioTime(text: string, zone: string): ScenarioTime | TimeFault {
  const local = LOCAL_FORM.exec(text);
  if (local !== null) return localTime(local, zone);
  const fault = occurredAtFault(text);
  if (fault !== undefined) return { message: fault, advice: FORMS };
  const { start, end } = intervalOf(text, zone);
  const imprecise = parseInstant(text) === undefined;
  return { first: start, last: imprecise ? end : start + 999, occurredAt: text, imprecise };
}

/** As `readScenarioTime`, for what has to be one instant: a day is refused. */
export function readScenarioInstant(text: string, zone: string): ScenarioTime | TimeFault {
  const time = readScenarioTime(text, zone);
  if (!('imprecise' in time) || !time.imprecise) return time;
  const day = text.length === 7 ? `${text}-01` : text;
  return {
    message: 'a date alone is not enough here: the time is missing',
    advice: `add the local time, such as ${day} 23:59`,
  };
}

function localTime(yaml: RegExpExecArray, zone: string): ScenarioTime | TimeFault {
  const [text, date = '', hour = '', minute = '', second] = yaml;
  const written = `${date}T${hour}:${minute}:${second ?? '00'}`;
  const fault = occurredAtFault(`${written}Z`);
  if (fault !== undefined) return { message: fault, advice: FORMS };
  const plain = Temporal.PlainDateTime.from(written);
  const [earlier, later] = (['earlier', 'later'] as const).map(
    (disambiguation) => plain.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
  );
  if (earlier === undefined || later === undefined) throw new RangeError(text);
  if (earlier === later) {
    const last = earlier + (second === undefined ? 59_999 : 999);
    const occurredAt = formatInstant(earlier, zone);
    return { first: earlier, last, occurredAt, imprecise: false };
  }
  const skipped = !formatInstant(earlier, zone).startsWith(written);
  const [one, other] = [formatInstant(earlier, zone), formatInstant(later, zone)];
  return {
    message: skipped
      ? `${text} does not exist in ${zone}: the clocks skip it`
      : `${text} occurs twice in ${zone}`,
    advice: `write the time with its offset: ${one} or ${other}`,
  };
}
