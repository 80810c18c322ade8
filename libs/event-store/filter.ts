/** What a filter lets through, and filtering in the adapter of a log that cannot do it itself. */
import { InvalidRead } from './errors.js';
import type { Damage, EventPage, ReadLogOptions, SubscriptionFilter } from './port.js';

/** What a filter looks at; a damaged event has no type. */
interface Filtered {
  readonly stream: string;
  readonly type?: string;
  readonly damage?: Damage | undefined;
}

/** @throws InvalidRead it is none, or two at once */
export function acceptedBy(filter: SubscriptionFilter | undefined): (event: Filtered) => boolean {
  if (filter === undefined) return () => true;
  const { streamPrefixes, types } = filter as Record<string, readonly string[] | undefined>;
  if ((streamPrefixes === undefined) === (types === undefined)) {
    throw new InvalidRead('A filter is by prefixes of streams or by types of events.');
  }
  if (types !== undefined) {
    const wanted = new Set(types);
    return ({ damage, type = '' }) => damage !== undefined || wanted.has(type);
  }
  return ({ stream }) => streamPrefixes!.some((prefix) => stream.startsWith(prefix));
}

/** @throws InvalidRead backwards with a filter */
export function checkFilter({ direction, filter }: ReadLogOptions): void {
  if (filter !== undefined && direction === 'backwards') {
    throw new InvalidRead('The log is read backwards without a filter.');
  }
}

/** Of a page that was read without the filter, what the filter lets through. @throws InvalidRead */
export function filterPage(page: EventPage, filter: SubscriptionFilter | undefined): EventPage {
  if (filter === undefined) return page;
  const { events, end } = page;
  const reached = events.at(-1);
  const accepted = events.filter(acceptedBy(filter));
  return { events: accepted, end, ...(reached === undefined ? {} : { reached }) };
}
