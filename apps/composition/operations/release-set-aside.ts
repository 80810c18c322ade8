/** How a record from Kafka that was set aside is released. Loaded where it is needed: the engine comes with it. */
import { RELEASE_LIMITS } from '#engine';
import {
  discardSetAside,
  readRecordName,
  retrySetAside,
  type SetAsideReleased,
} from '#exchange/kafka';
import type { CommandContext } from './commands.js';

export interface ReleaseSetAside {
  readonly kind: 'retry' | 'discard';
  /** `kafka:TOPIC/PARTITION/OFFSET` */
  readonly record: string;
  readonly author: string;
  readonly reason: string;
}

export async function releaseSetAside(
  { engine, secret, setAside }: CommandContext,
  { kind, record, ...written }: ReleaseSetAside,
): Promise<SetAsideReleased> {
  const place = readRecordName(record);
  if (place === undefined) return invalid('A record is named as kafka:TOPIC/PARTITION/OFFSET.');
  const author = written.author.trim();
  const reason = written.reason.trim();
  const fault = wrongLength('author', author) ?? wrongLength('reason', reason);
  if (fault !== undefined) return invalid(fault);
  const parts = { sink: engine, secret: await secret(), setAside, now: Date.now() };
  const by = { author, reason };
  return kind === 'retry' ? retrySetAside(place, by, parts) : discardSetAside(place, by, parts);
}

function invalid(message: string): SetAsideReleased {
  return { status: 'refused', code: 'invalid', message };
}

function wrongLength(what: keyof typeof RELEASE_LIMITS, text: string): string | undefined {
  const most = RELEASE_LIMITS[what];
  if (text.length >= 1 && text.length <= most) return undefined;
  return `The ${what} has ${text.length} characters; it takes 1 to ${most}.`;
}
