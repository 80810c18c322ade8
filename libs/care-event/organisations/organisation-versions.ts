/** The versions of one organisation, and the days on which each is valid. */
import { dayOf } from '#calendar';
import type { Organisation } from './organisation.js';

/** From its first day to its last, both included; infinite where nothing is said. */
export interface VersionSpan {
  readonly organisation: Organisation;
  readonly from: number;
  readonly to: number;
}

export class OrganisationVersions {
  /** The earliest first; each ends before the next begins. */
  readonly spans: readonly VersionSpan[];

  /** @param versions of one id; of two with one first day, the later in the list counts */
  constructor(versions: readonly Organisation[]) {
    const byFirstDay = new Map(versions.map((version) => [firstDayOf(version), version]));
    const sorted = [...byFirstDay].sort(([a], [b]) => (a < b ? -1 : 1));
    this.spans = sorted.map(([from, organisation], index) => ({
      organisation,
      from,
      to: Math.min(lastDayOf(organisation), (sorted[index + 1]?.[0] ?? Infinity) - 1),
    }));
  }

  on(day: number): Organisation | undefined {
    return this.spans.find(({ from, to }) => from <= day && day <= to)?.organisation;
  }

  /** The version that ended last before that day. */
  lastBefore(day: number): Organisation | undefined {
    return this.spans.findLast(({ to }) => to < day)?.organisation;
  }
}

function firstDayOf({ validFrom }: Organisation): number {
  return validFrom === undefined ? -Infinity : dayOf(validFrom);
}

function lastDayOf({ validTo }: Organisation): number {
  return validTo === undefined ? Infinity : dayOf(validTo);
}
