/** Takes a record that was set aside once more, as it was, through the same intake. */
import type { FactSink } from '#care-event';
import { inCloudEventTerms } from '../../cloud-events/cloud-event.js';
import type { RecordPlace, SetAsideRecord, SetAsideRecords } from './set-aside-records.js';
import { translateRecord, type RecordFault } from './translate-record.js';

export interface RetryParts {
  readonly sink: FactSink;
  readonly secret: Uint8Array;
  readonly setAside: SetAsideRecords;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type SetAsideReleased =
  | { readonly status: 'accepted' | 'repeated' | 'discarded'; readonly record: string }
  | { readonly status: 'refused'; readonly code: string; readonly message: string };

interface By {
  readonly author: string;
  readonly reason: string;
}

export async function retrySetAside(
  place: RecordPlace,
  by: By,
  parts: RetryParts,
): Promise<SetAsideReleased> {
  const { setAside, now } = parts;
  const stored = setAside.read(place);
  if (stored === undefined) return notSetAside(place);
  const outcome = await recordAgain(stored, parts);
  if ('code' in outcome) {
    setAside.add(place, recordOf(stored), { fault: outcome, now, topic: stored });
    const { code, message } = outcome;
    return { status: 'refused', code, message: `It is refused again: ${message}.` };
  }
  setAside.release(place, { kind: 'retried', ...by }, now);
  return { status: outcome.status, record: stored.record };
}

export function discardSetAside(
  place: RecordPlace,
  by: By,
  { setAside, now }: Pick<RetryParts, 'setAside' | 'now'>,
): SetAsideReleased {
  const stored = setAside.read(place);
  if (stored === undefined) return notSetAside(place);
  setAside.release(place, { kind: 'discarded', ...by }, now);
  return { status: 'discarded', record: stored.record };
}

function notSetAside({ topic, partition, offset }: RecordPlace): SetAsideReleased {
  const message = `No record of ${topic}, partition ${partition}, offset ${offset} is set aside.`;
  return { status: 'refused', code: 'not-set-aside', message };
}

async function recordAgain(
  stored: SetAsideRecord,
  { sink, secret }: RetryParts,
): Promise<{ readonly status: 'accepted' | 'repeated' } | RecordFault> {
  const read = translateRecord(recordOf(stored), stored, { secret });
  if ('code' in read) return read;
  const [outcome] = (await sink.recordFacts(read.patient, [read.event])).outcomes;
  if (outcome === undefined) throw new Error('The engine gave no outcome for an event.');
  if (outcome.status !== 'refused') return { status: outcome.status };
  const { code, message, faults } = outcome;
  return { code, message, faults: inCloudEventTerms(faults) };
}

function recordOf({ key, value, headers, timestamp }: SetAsideRecord) {
  return {
    key: key === null ? null : Buffer.from(key, 'base64'),
    value: value === null ? null : Buffer.from(value, 'base64'),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, values]) => {
        const texts = values.map((each) => Buffer.from(each, 'base64'));
        return [name, texts.length === 1 ? texts[0] : texts];
      }),
    ),
    timestamp: String(Date.parse(timestamp)),
  };
}
