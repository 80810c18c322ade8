/** Records from Kafka that were set aside: the list, one of them, and the two ways to release one. */
import { RELEASE_LIMITS } from '#engine';
import {
  discardSetAside,
  readRecordName,
  retrySetAside,
  type SetAsideRecord,
  type SetAsideReleased,
  type SetAsideSummary,
} from '#exchange/kafka';
import type { CommandContext } from './commands.js';
import type { LogContext } from './log-queries.js';

/** The longest set aside first. */
export interface SetAsideList {
  readonly total: number;
  readonly records: readonly SetAsideSummary[];
}

/** Without what the record holds, unless that was asked for: it may be health data. */
export type SetAsideDto = SetAsideSummary &
  Pick<SetAsideRecord, 'faults' | 'timestamp'> &
  Partial<Pick<SetAsideRecord, 'key' | 'value' | 'headers'>>;

export interface ReleaseSetAside {
  readonly kind: 'retry' | 'discard';
  /** `kafka:TOPIC/PARTITION/OFFSET` */
  readonly record: string;
  readonly author: string;
  readonly reason: string;
}

export const SET_ASIDE = {
  setAsideList(
    { setAside }: LogContext,
    { limit }: { readonly limit?: number },
  ): Promise<SetAsideList> {
    return Promise.resolve({ total: setAside.count, records: setAside.list(limit) });
  },

  /** Null where no such record is set aside. */
  setAsideRecord(
    { setAside }: LogContext,
    { record, withData }: { readonly record: string; readonly withData: boolean },
  ): Promise<SetAsideDto | null> {
    const place = readRecordName(record);
    const stored = place && setAside.read(place);
    if (stored === undefined) return Promise.resolve(null);
    const { topic, partition, offset, code, message, setAsideAt, attempts } = stored;
    const { faults, timestamp, key, value, headers } = stored;
    return Promise.resolve({
      ...{ record, topic, partition, offset, code, message, setAsideAt, attempts },
      ...{ faults, timestamp },
      ...(withData && { key, value, headers }),
    });
  },

  async releaseSetAside(
    { engine, secret, setAside }: CommandContext,
    { kind, record, ...written }: ReleaseSetAside,
  ): Promise<SetAsideReleased> {
    const place = readRecordName(record);
    const author = written.author.trim();
    const reason = written.reason.trim();
    const fault =
      (place === undefined && 'A record is named as kafka:TOPIC/PARTITION/OFFSET.') ||
      wrongLength('author', author) ||
      wrongLength('reason', reason);
    if (place === undefined || fault !== undefined)
      return { status: 'refused', code: 'invalid', message: String(fault) };
    const parts = { sink: engine, secret: await secret(), setAside, now: Date.now() };
    const by = { author, reason };
    return kind === 'retry' ? retrySetAside(place, by, parts) : discardSetAside(place, by, parts);
  },
};

function wrongLength(what: keyof typeof RELEASE_LIMITS, text: string): string | undefined {
  const most = RELEASE_LIMITS[what];
  if (text.length >= 1 && text.length <= most) return undefined;
  return `The ${what} has ${text.length} characters; it takes 1 to ${most}.`;
}
