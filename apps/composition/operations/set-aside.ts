/** Records from Kafka that were set aside: the list, one of them, and the two ways to release one. */
import {
  readRecordName,
  type SetAsideRecord,
  type SetAsideReleased,
  type SetAsideSummary,
} from '#exchange/kafka';
import type { CommandContext } from './commands.js';
import type { ReleaseSetAside } from './release-set-aside.js';
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
    context: CommandContext,
    command: ReleaseSetAside,
  ): Promise<SetAsideReleased> {
    const { releaseSetAside } = await import('./release-set-aside.js');
    return releaseSetAside(context, command);
  },
};
