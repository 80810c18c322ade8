/** Lines of CloudEvents: good ones are read, bad ones are told with their line. */
import { describe, expect, it } from '@jest/globals';
import { SECRET } from '../facts/facts-in-memory.spec.support.js';
import { LINE_BYTES_MAX, readNdjson } from './ndjson.js';
import { pseudonymOf } from '../../identity/pseudonym.js';
import type { BadRow, PatientFacts } from '../facts/imported-batch.js';

// eslint-disable-next-line @typescript-eslint/require-await -- stands for a stream
async function* chunked(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function drain(
  text: string,
  size = 1_000,
  pathway?: string,
): Promise<{ groups: PatientFacts[]; bad: BadRow[]; cases: number }> {
  const groups: PatientFacts[] = [];
  const bad: BadRow[] = [];
  let cases = 0;
  const options = { secret: SECRET, ...(pathway !== undefined && { pathway }) };
  for await (const batch of readNdjson(chunked(text, size), options)) {
    groups.push(...batch.groups);
    bad.push(...batch.bad);
    cases += batch.cases;
  }
  return { groups, bad, cases };
}

const line = (id: string, subject: string, more: object = {}): string =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: 'urn:x',
    type: 'Æ.v1',
    subject,
    time: '2026-03-14T10:15:00Z',
    ...more,
  });

describe('Lines of CloudEvents', () => {
  it('become facts by patient, however they are cut and ended', async () => {
    const text = `\ufeff${line('1', 'ward|A')}\r\n\n  \n${line('2', 'ward|B')}\n${line('3', 'ward|A')}`;
    for (const size of [1, 50, 100_000]) {
      const { groups, bad, cases } = await drain(text, size);
      expect({ bad, cases }).toEqual({ bad: [], cases: 2 });
      expect(
        groups.map(({ patient, lines, facts }) => [patient, lines, facts.map(({ id }) => id)]),
      ).toEqual([
        [pseudonymOf(SECRET, 'ward', 'A'), [1, 5], ['1', '3']],
        [pseudonymOf(SECRET, 'ward', 'B'), [4], ['2']],
      ]);
    }
  });

  it('get the pathway of the import unless they name their own', async () => {
    const { groups } = await drain(
      `${line('1', 'w|A')}\n${line('2', 'w|A', { pathway: 'own' })}`,
      99,
      'sepsis',
    );
    expect(groups[0]?.facts.map(({ pathway }) => pathway)).toEqual(['sepsis', 'own']);
  });

  it('are told with line, faults and content where they are bad, and the rest is read', async () => {
    const text = [
      '{"a":',
      line('1', 'no system'),
      line('2', 'w|A', { time: 'noon' }),
      line('3', 'w|A'),
    ].join('\n');
    const { groups, bad } = await drain(text);
    expect(groups[0]?.lines).toEqual([4]);
    expect(bad).toMatchObject([
      { line: 1, reason: 'the line is not JSON: it ends too early', row: '{"a":' },
      { line: 2, faults: [{ path: '/subject' }] },
      { line: 3, faults: [{ path: '/time' }] },
    ]);
  });

  it('are passed over where they are longer than the limit or no UTF-8', async () => {
    const long = line('1', 'w|A', { data: { note: 'x'.repeat(LINE_BYTES_MAX) } });
    const { groups, bad } = await drain(`${long}\n${line('2', 'w|A')}\n`, 16_384);
    expect(groups[0]?.facts.map(({ id }) => id)).toEqual(['2']);
    expect(bad).toEqual([{ line: 1, reason: `the line is longer than ${LINE_BYTES_MAX} bytes` }]);
  });

  it('are told where their data is more than one event may hold', async () => {
    const large = line('1', 'w|A', { data: { a: 'x'.repeat(700_000), b: 'x'.repeat(400_000) } });
    const { groups, bad } = await drain(`${large}\n${line('2', 'w|A')}\n`, 16_384);
    expect(groups[0]?.facts.map(({ id }) => id)).toEqual(['2']);
    expect(bad).toMatchObject([{ line: 1, reason: 'its data is larger than 516096 bytes' }]);
  });

  it('never pollute prototypes', async () => {
    const { bad } = await drain(
      `${line('1', 'w|A').slice(0, -1)},"data":{"__proto__":{"polluted":1}}}`,
    );
    expect(bad[0]?.reason).toContain('__proto__');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
