/** CloudEvents in Kafka records and back, held against the SDK of CloudEvents, which ships with none of this. */
import { describe, expect, it } from '@jest/globals';
import { CloudEvent, Kafka } from 'cloudevents';
import fc from 'fast-check';
import type { JsonObject } from '#care-event';
import { readRecord, writeRecord, type NewRecord } from './cloud-events-binding.js';

const EVENT = {
  specversion: '1.0',
  id: 'r-1',
  source: 'https://gp.example/journal',
  type: 'ReferralSent.v1',
  subject: 'urn:example:gp|17',
  time: '2026-03-14T08:15:00.000Z',
  occurredat: '2026-03-14',
  partitionkey: 'p17',
  datacontenttype: 'application/json',
  data: { urgency: 'routine', note: 'åå  %25 😀' },
};

/** As a broker hands it out. */
const received = ({ value, headers }: Pick<NewRecord, 'value' | 'headers'>) => ({
  value: Buffer.from(value),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]),
  ),
});
const codeOf = (record: Parameters<typeof readRecord>[0]): string => {
  const read = readRecord(record);
  return 'code' in read ? read.code : 'read';
};

describe('A CloudEvent in a Kafka record', () => {
  it.each(['binary', 'structured'] as const)('comes back from %s mode as it was', (mode) => {
    const record = writeRecord(EVENT, mode);
    expect(record.key).toBe('p17');
    expect(readRecord(received(record))).toEqual({ value: EVENT });
  });

  it.each(['binary', 'structured'] as const)(
    'is written in %s mode as the SDK reads it',
    (mode) => {
      const { value, headers, key } = writeRecord(EVENT, mode);
      const data = mode === 'binary' ? (JSON.parse(value) as JsonObject) : value;
      const read = Kafka.toEvent({
        headers,
        key,
        value: data,
        body: data,
      } as never) as CloudEvent<unknown>;
      expect(JSON.parse(JSON.stringify(read))).toEqual(EVENT);
    },
  );

  it.each(['binary', 'structured'] as const)('is read in %s mode as the SDK writes it', (mode) => {
    const sdk = Kafka[mode](new CloudEvent(EVENT)) as {
      key: string;
      value: unknown;
      headers: Record<string, unknown>;
    };
    const value = typeof sdk.value === 'string' ? sdk.value : JSON.stringify(sdk.value);
    const texts = Object.entries(sdk.headers).filter(([, text]) => text !== undefined);
    const headers = Object.fromEntries(texts) as Record<string, string>;
    expect(readRecord(received({ value, headers }))).toEqual({ value: EVENT });
    expect(sdk.key).toBe('p17');
  });

  it('keeps whatever texts its attributes have', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((each) => each.isWellFormed());
    fc.assert(
      fc.property(text, text, fc.constantFrom('binary', 'structured'), (id, subject, mode) => {
        const event = { ...EVENT, id, subject };
        expect(readRecord(received(writeRecord(event, mode)))).toEqual({ value: event });
      }),
    );
  });

  it('is recognised without headers where the value says what it is', () => {
    expect(readRecord({ value: Buffer.from(JSON.stringify(EVENT)), headers: {} })).toEqual({
      value: EVENT,
    });
  });

  it('has no data where the value is empty', () => {
    const rest = Object.fromEntries(Object.entries(EVENT).filter(([name]) => name !== 'data'));
    const { headers } = writeRecord(rest, 'binary');
    expect(readRecord({ value: Buffer.alloc(0), headers })).toEqual({ value: rest });
  });

  it.each([
    ['a tombstone', { value: null, headers: {} }, 'tombstone'],
    ['broken JSON', received({ value: '{"specversion":', headers: {} }), 'bad-json'],
    ['other JSON', received({ value: '{"a":1}', headers: {} }), 'not-a-cloud-event'],
    [
      'text',
      received({ value: 'x', headers: { 'content-type': 'text/plain' } }),
      'not-a-cloud-event',
    ],
    [
      'a batch, which the binding does not know',
      received({ value: '[]', headers: { 'content-type': 'application/cloudevents-batch+json' } }),
      'unsupported-format',
    ],
    [
      'an attribute given twice',
      { value: Buffer.from('{}'), headers: { ce_specversion: '1.0', ce_id: ['a', 'b'] } },
      'bad-header',
    ],
    [
      'an attribute that is not UTF-8',
      { value: Buffer.from('{}'), headers: { ce_specversion: '1.0', ce_id: Buffer.from([0xff]) } },
      'bad-header',
    ],
    [
      'a number that no double is',
      received({ value: '{"n":9007199254740993}', headers: { ce_specversion: '1.0' } }),
      'bad-json',
    ],
  ])('is not found in %s', (_what, record, code) => {
    expect(codeOf(record)).toBe(code);
  });

  it('never quotes the record where it refuses it', () => {
    const secret = '13116900216';
    const read = readRecord(received({ value: `{"subject":"${secret}"`, headers: {} }));
    expect(JSON.stringify(read)).not.toContain(secret);
  });

  it('changes no object through the name of a header', () => {
    const headers = { ce_specversion: '1.0', ['ce___proto__']: 'x' };
    const read = readRecord(received({ value: '{}', headers }));
    expect('value' in read && Object.hasOwn(read.value as object, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
