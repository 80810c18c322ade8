/** XES logs to facts: ids, order and attributes; bad events; files that cannot be read on. */
import { describe, expect, it } from '@jest/globals';
import type { CareEvent } from '#care-event';
import { inChunks, SECRET } from '../facts/facts-in-memory.spec.support.js';
import { MalformedFile } from '../source/malformed-file.js';
import { pseudonymOf } from '../../identity/pseudonym.js';
import type { BadRow, PatientFacts } from '../facts/imported-batch.js';
import { ImportNotes } from '../facts/import-notes.js';
import type { MappedOptions } from '../facts/mapped-options.js';
import { readXes } from './xes.js';

interface Drained {
  readonly groups: PatientFacts[];
  readonly facts: CareEvent[];
  readonly bad: BadRow[];
  readonly cases: number;
  readonly keptAsText: number;
  readonly failure: unknown;
}

async function drain(
  xml: string,
  options: Partial<MappedOptions> = {},
  size = 1_000,
): Promise<Drained> {
  const groups: PatientFacts[] = [];
  const bad: BadRow[] = [];
  let cases = 0;
  let keptAsText = 0;
  let failure: unknown;
  try {
    const text = inChunks(xml, size);
    for await (const batch of readXes(text, {
      secret: SECRET,
      log: 'ward',
      system: 'ward',
      mapping: undefined,
      notes: new ImportNotes(),
      ...options,
    })) {
      groups.push(...batch.groups);
      bad.push(...batch.bad);
      cases += batch.cases;
      keptAsText += batch.keptAsText;
    }
  } catch (error) {
    failure = error;
  }
  return { groups, facts: groups.flatMap((group) => group.facts), bad, cases, keptAsText, failure };
}

const event = (name: string, time = '2014-10-22T11:15:41.000+02:00', more = ''): string =>
  `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${time}"/>${more}</event>`;
const trace = (name: string, ...events: string[]): string =>
  `<trace><string key="concept:name" value="${name}"/>${events.join('\n')}</trace>`;
const log = (...traces: string[]): string =>
  `<log xes.version="1.0">\n${traces.join('\n')}\n</log>`;

describe('A XES log', () => {
  it('lets a trace go on where an earlier one of the same name ended', async () => {
    const xml = log(
      trace('A', event('X'), '<event/>', event('Y')),
      trace('B', event('X')),
      trace('A', event('Z'), event('X')),
    );
    const { facts, cases } = await drain(xml);
    const a = facts.filter(({ id }) => id.startsWith(pseudonymOf(SECRET, 'ward', 'A')));
    expect(cases).toBe(2);
    expect(a.map(({ type, sequence }) => `${type} ${sequence}`)).toEqual([
      'X 1',
      'Y 2',
      'Z 3',
      'X 4',
    ]);
    expect(a[3]?.id).toBe(`${a[0]?.id}.2`);
    expect(new Set(facts.map(({ id }) => id)).size).toBe(5);
    expect((await drain(xml, {}, 7)).facts).toEqual(facts);
  });

  const A = pseudonymOf(SECRET, 'ward', 'A');
  /** Made of what the event says. */
  const idOf = (name: string): unknown =>
    expect.stringMatching(new RegExp(`^${name}/c[0-9a-f]{20}$`));

  it('becomes facts by case, in the order of the log, under ids that derive from it', async () => {
    const { groups, bad, cases, failure } = await drain(
      log(
        trace('A', event('Registration'), event('Triage', '2014-10-22T11:15:41Z')),
        trace('B', event('CRP')),
      ),
    );
    expect({ bad, cases, failure }).toEqual({ bad: [], cases: 2, failure: undefined });
    expect(groups[0]).toEqual({
      patient: A,
      lines: [2, 3],
      facts: [
        {
          id: idOf(A),
          source: 'urn:stafett:log:ward',
          type: 'Registration',
          version: 1,
          occurredAt: '2014-10-22T11:15:41.000+02:00',
          sequence: '1',
          data: {},
        },
        {
          id: idOf(A),
          source: 'urn:stafett:log:ward',
          type: 'Triage',
          version: 1,
          occurredAt: '2014-10-22T11:15:41Z',
          sequence: '2',
          data: {},
        },
      ],
    });
    expect(groups[1]?.patient).toBe(pseudonymOf(SECRET, 'ward', 'B'));
  });

  it('never shows the name of a case, which may be a national id', async () => {
    const { facts } = await drain(log(trace('13116900216', event('Triage'))));
    expect(JSON.stringify(facts)).not.toContain('131169');
  });

  it('is the same however its text is cut', async () => {
    const xml = log(trace('A', event('Blodprøve &amp; CRP'), event('b')), trace('B', event('c')));
    const { facts: whole } = await drain(xml, {}, 1e9);
    for (const size of [1, 7, 64]) expect((await drain(xml, {}, size)).facts).toEqual(whole);
    expect(whole[0]?.type).toBe('Blodprøve & CRP');
  });

  it('gives its facts the pathway, the system and the types that the import says', async () => {
    const mapping = { types: { Referral: 'ReferralSent.v2' } };
    const options = { pathway: 'sepsis', system: 'hospital', mapping };
    const { groups, facts } = await drain(
      log(trace('A', event('Referral'), event('X.v9'))),
      options,
    );
    expect(groups[0]?.patient).toBe(pseudonymOf(SECRET, 'hospital', 'A'));
    expect(facts[0]).toMatchObject({
      id: idOf(A),
      pathway: 'sepsis',
      type: 'ReferralSent',
      version: 2,
    });
    expect(facts[1]).toMatchObject({ type: 'X.v9', version: 1 });
  });

  it('keeps the types of its attributes, nested ones and lists too', async () => {
    const attributes = `<int key="age" value="85"/><float key="crp" value="21.5"/>
      <boolean key="sirs" value="true"/><string key="lifecycle:transition" value="start"/><id key="u" value="x-1"/>
      <int key="large" value="9007199254740993"/><float key="nan" value="NaN"/>
      <string key="cost" value="high"><float key="total" value="3"/></string>
      <list key="drugs"><values><string key="drug" value="a"/><string key="drug" value="b"/></values></list>
      <list key="plain"><int key="n" value="1"/></list>
      <container key="room"><string key="bed" value="2"/></container><list key="none"/>`;
    const { facts, bad } = await drain(log(trace('A', event('X', undefined, attributes))));
    expect(bad).toEqual([]);
    expect(facts[0]?.data).toEqual({
      age: 85,
      crp: 21.5,
      sirs: true,
      'lifecycle:transition': 'start',
      u: 'x-1',
      large: '9007199254740993',
      nan: 'NaN',
      cost: { value: 'high', attributes: { total: 3 } },
      drugs: [
        { key: 'drug', value: 'a' },
        { key: 'drug', value: 'b' },
      ],
      plain: [{ key: 'n', value: 1 }],
      room: { bed: '2' },
      none: [],
    });
  });

  it('keeps numbers that no double is exactly as the texts that they were, and counts them', async () => {
    const more =
      '<float key="a" value="1e-400"/><float key="b" value="0.5"/>' +
      '<int key="c" value="9007199254740993"/><float key="d" value="NaN"/>';
    const { facts, keptAsText } = await drain(log(trace('A', event('X', undefined, more))));
    expect(facts[0]?.data).toEqual({ a: '1e-400', b: 0.5, c: '9007199254740993', d: 'NaN' });
    expect(keptAsText).toBe(2);
  });

  it('leaves out the attributes of a trace that make its first event too large, and says so', async () => {
    const many = Array.from(
      { length: 12_000 },
      (_, n) => `<string key="attribute ${n}" value="${'v'.repeat(40)}"/>`,
    );
    const notes = new ImportNotes();
    const xml = log(trace('A', ...many, event('X'), event('Y')));
    const { facts, bad } = await drain(xml, { notes });
    expect(facts.map(({ data }) => data)).toEqual([{}, {}]);
    expect(bad).toEqual([]);
    expect(notes.all).toMatchObject([{ code: 'left-out', events: 1 }]);
  });

  it('says the attributes of a trace once, with its first event', async () => {
    const xml = log(trace('A', '<int key="age" value="85"/>', event('X'), event('Y')));
    const { facts } = await drain(xml);
    expect(facts.map(({ data }) => data)).toEqual([{ case: { age: 85 } }, {}]);
  });

  it('numbers traces without a name', async () => {
    const { groups } = await drain(log(trace('A', event('X')), `<trace>${event('Y')}</trace>`));
    expect(groups[1]?.patient).toBe(pseudonymOf(SECRET, 'ward', '#2'));
  });

  it('takes a pseudonym as it is, and prefixes and namespaces too', async () => {
    const { groups } = await drain(
      `<xes:log xmlns:xes="http://www.xes-standard.org/">${log(trace(A, event('X')))
        .replace(/<\/?log[^>]*>/g, '')
        .replace(/<(\/?)(\w)/g, '<$1xes:$2')}</xes:log>`,
    );
    expect(groups[0]?.patient).toBe(A);
  });

  it('passes over what is about the log itself', async () => {
    const { facts, bad } = await drain(
      log(
        '<extension name="Concept" prefix="concept" uri="u"/><global scope="event"><string key="concept:name" value="D"/></global>',
        '<classifier name="c" keys="concept:name"/><int key="total" value="1"><int key="X" value="1"/></int>',
        trace('A', event('X')),
      ),
    );
    expect([facts.length, bad.length]).toEqual([1, 0]);
  });

  it('hands a very long trace on in pieces, with places that go on', async () => {
    const { groups, facts, cases } = await drain(
      log(trace('A', ...Array.from({ length: 2_500 }, () => event('CRP')))),
    );
    expect(groups.map((group) => group.facts.length)).toEqual([2_000, 500]);
    expect(facts.at(-1)).toMatchObject({
      id: expect.stringMatching(/[.]2500$/) as unknown,
      sequence: '2500',
    });
    expect(cases).toBe(1);
  });
});

describe('A bad event of a XES log', () => {
  it('is told with its line, and the rest is read', async () => {
    const nameless = '<event><date key="time:timestamp" value="2014-10-22T11:15:41Z"/></event>';
    const timeless = '<event><string key="concept:name" value="X"/></event>';
    const zoneless = event('X', '2014-10-22T11:15:41');
    const { facts, bad } = await drain(log(trace('A', nameless, timeless, zoneless, event('Y'))));
    expect(facts.map(({ sequence }) => sequence)).toEqual(['1']);
    expect(bad.map(({ line }) => line).sort()).toEqual([2, 3, 4]);
    expect(bad.map(({ reason }) => reason).join('\n')).toMatch(
      /no concept:name[^]*no time:timestamp[^]*no UTC offset/,
    );
  });

  it('is none when a zone is given for times without offset', async () => {
    const { facts } = await drain(log(trace('A', event('X', '2014-10-22T11:15:41'))), {
      zone: 'Europe/Amsterdam',
    });
    expect(facts[0]?.occurredAt).toBe('2014-10-22T11:15:41+02:00');
  });

  it('has an attribute twice, or one that reaches into prototypes', async () => {
    const twice = event('X', undefined, '<int key="a" value="1"/><int key="a" value="2"/>');
    const named = event('X', undefined, '<string key="concept:name" value="Z"/>');
    const unsafe = event(
      'X',
      undefined,
      '<container key="c"><string key="__proto__" value="2"/></container>',
    );
    const { facts, bad } = await drain(log(trace('A', twice, named, unsafe, event('Y'))));
    expect(facts).toHaveLength(1);
    expect(bad.map(({ reason }) => reason)).toEqual([
      'the attribute a is given twice',
      'the attribute concept:name is given twice',
      'an attribute named __proto__ is never accepted',
    ]);
    expect(({} as Record<string, unknown>)['value']).toBeUndefined();
  });

  it('is larger than a mebibyte, or nested deeper than 64 levels', async () => {
    const large = event('X', undefined, `<string key="a" value="${'x'.repeat(1_048_576)}"/>`);
    const nested = event(
      'X',
      undefined,
      '<container key="a">'.repeat(100) + '</container>'.repeat(100),
    );
    const { facts, bad } = await drain(log(trace('A', large, nested, event('Y'))), {}, 65_536);
    expect(facts.map(({ sequence }) => sequence)).toEqual(['1']);
    expect(bad.map(({ reason }) => reason)).toEqual([
      'the event is larger than 1048576 characters',
      'its attributes are nested deeper than 64 levels',
    ]);
  });

  it('is larger in bytes than it is in characters', async () => {
    const large = event('X', undefined, `<string key="a" value="${'€'.repeat(400_000)}"/>`);
    const { facts, bad } = await drain(log(trace('A', large, event('Y'))), {}, 65_536);
    expect(facts).toHaveLength(1);
    expect(bad).toMatchObject([{ line: 2, reason: 'its data is larger than 516096 bytes' }]);
  });

  it('stands in no trace', async () => {
    const { facts, bad } = await drain(log(event('X'), trace('A', event('Y'))));
    expect(facts).toHaveLength(1);
    expect(bad).toEqual([{ line: 2, reason: 'the event is in no trace: whose is it?' }]);
  });
});

describe('A XES file that cannot be read on', () => {
  const failureOf = async (xml: string): Promise<MalformedFile & { facts: number }> => {
    const { failure, facts } = await drain(xml);
    if (!(failure instanceof MalformedFile)) throw new Error(`it was read: ${String(failure)}`);
    return Object.assign(failure, { facts: facts.length });
  };

  it('is told with line and column, after all that stood before', async () => {
    const xml = log(trace('A', event('X')), trace('B', event('Y'), event('Z'), '<event><oops'));
    const failure = await failureOf(xml);
    expect(failure).toMatchObject({ line: 5, facts: 3 });
    expect(failure.message).toMatch(/^line 5, column \d+: /);
  });

  it('has been cut off', async () => {
    const xml = log(trace('A', event('X')), trace('B', event('Y'), event('Z')));
    expect((await failureOf(xml.slice(0, xml.lastIndexOf('<event>') + 20))).facts).toBe(2);
  });

  it('is no XES, or nothing at all', async () => {
    expect((await failureOf('<html><p/></html>')).message).toContain('begins with <log>');
    expect((await failureOf('')).facts).toBe(0);
  });

  it('uses an entity of its own, which is never expanded', async () => {
    const bomb = `<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
      <!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    for (const entity of ['&b;', '&x;']) {
      const failure = await failureOf(bomb + log(trace('A', event('X'), event(entity))));
      expect(failure).toMatchObject({ facts: 1 });
      expect(failure.message).toContain('entity');
    }
  });

  it('is nested without end, or has a piece without end', async () => {
    expect((await failureOf(log('<a>'.repeat(5_000)))).message).toContain('nested deeper');
    const endless = `<log><trace><string key="concept:name" value="${'x'.repeat(5_000_000)}`;
    expect((await failureOf(endless)).message).toContain('nothing but one piece');
  });
});
