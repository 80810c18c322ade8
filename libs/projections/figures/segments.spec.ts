/** Dimensions of episodes, and groups that are too small to be shown. */
import { describe, expect, it } from '@jest/globals';
import type { CareEvent } from '#care-event';
import { PathwayVersions } from '#pathway';
import { readDefinition } from '#pathway-language';
import { fact } from '../testing/log.spec.support.js';
import { Groups } from './groups.js';
import type { Selection } from './selection.js';
import {
  dimensionOf,
  SegmentedEpisode,
  type SegmentedPatient,
  Segments,
  UNKNOWN,
} from './segments.js';
import { DEFINITION, OSLO } from './small-pathway.spec.support.js';
import { suppressedAmong } from './suppression.js';

const read = readDefinition(`${DEFINITION}
queues:
  - { id: line, joins: Referred, served: Seen, urgency: { field: priority, order: [urgent, routine] } }
`);
if (!('definition' in read)) throw new Error('The definition of this test cannot be read.');
const versions = PathwayVersions.of(read.definition);

function patientOf(patient: string, events: readonly CareEvent[]) {
  const facts = events.map((event) => ({ ...event, recordedAt: 0 }));
  const [assessment] = versions.assessAll(facts, Date.parse(OSLO(20)));
  const timeline = facts.map((each) => {
    const start = Date.parse(each.occurredAt);
    return { fact: each, start, end: start };
  });
  const journeys = () => [{ timeline, entryAt: 0, early: [], late: [], lastKnown: 0 }];
  const segmented: SegmentedPatient = { patient, facts: () => facts, journeys };
  return { segmented, assessment: assessment! };
}

const known = patientOf('p1', [
  fact('PatientRegistered', OSLO(1), { data: { born: '1970', sex: 'female' } }),
  fact('Referred', OSLO(2), { data: { priority: 'urgent', cost: 120 }, municipality: '0301' }),
  fact('PatientMoved', OSLO(4), { data: { municipality: '4601' } }),
]);
const bare = patientOf('p2', [fact('Referred', OSLO(2))]);

function groupIn(segments: Segments, { segmented, assessment }: typeof known) {
  const episode = new SegmentedEpisode(versions.newest, segmented, assessment);
  const valueOf = (name: string) => dimensionOf(name, 'where')(episode) ?? UNKNOWN;
  return segments.groupAmong(segmented.patient, valueOf);
}

const groupOf = (of: typeof known, selection: Selection) => groupIn(new Segments(selection), of);

describe('The dimensions of an episode', () => {
  it.each([
    ['municipality', '4601'],
    ['organisation', 'unknown'],
    ['service', 'gp'],
    ['age-group', '50-66'],
    ['sex', 'female'],
    ['urgency', 'urgent'],
    ['version', '1'],
    ['attribute:cost', '120'],
  ])('have for %s the value %s', (groupBy, value) => {
    expect(groupOf(known, { groupBy })).toBe(value);
  });

  it('are unknown where nothing says, and nobody is left out for it', () => {
    for (const groupBy of ['municipality', 'age-group', 'sex', 'attribute:cost'])
      expect(groupOf(bare, { groupBy })).toBe('unknown');
    expect(groupOf(bare, { where: [{ dimension: 'sex', value: 'unknown' }] })).toBe('');
  });

  it('filter: any of the values of one dimension, and all dimensions', () => {
    const sex = ['male', 'female'].map((value) => ({ dimension: 'sex', value }));
    expect(groupOf(known, { where: sex })).toBe('');
    const elsewhere = { dimension: 'municipality', value: '0301' };
    expect(groupOf(known, { where: [...sex, elsewhere] })).toBeUndefined();
  });

  it('are named, and a misspelt one is refused', () => {
    expect(() => groupOf(known, { groupBy: 'municipalty' })).toThrow(
      'There is no dimension called municipalty. Known: municipality, organisation, service, ' +
        'age-group, sex, urgency, version, attribute:<field>. Did you mean municipality?',
    );
    expect(() => groupOf(known, { groupBy: 'constructor' })).toThrow('no dimension');
  });
});

describe('Groups', () => {
  const answerOf = (sizes: Readonly<Record<string, number>>) => {
    const groups = new Groups({ groupBy: 'attribute:kind' }, () => ({ n: 0 }));
    for (const [kind, size] of Object.entries(sizes))
      for (let i = 0; i < size; i++) {
        const one = patientOf(`${kind} ${i}`, [fact('Referred', OSLO(2), { data: { kind } })]);
        for (const tally of groups.in(groupIn(groups.segments, one), one.segmented.patient))
          tally.n += 1;
      }
    return { all: groups.all.n, ...groups.answer(({ n }) => ({ n })) };
  };

  it('of fewer than five patients are suppressed, with the next larger one', () => {
    expect(answerOf({ a: 4, b: 6, c: 9 })).toEqual({
      all: 19,
      groupBy: 'attribute:kind',
      groups: [
        { group: 'c', patients: 9, n: 9 },
        { group: 'a', patients: null, suppressed: true },
        { group: 'b', patients: null, suppressed: true },
      ],
    });
  });

  it('that are too many are put together, whichever comes first: those with fewest patients', () => {
    const sizes = Array.from({ length: 1_200 }, (_, n) => [`g${n}`, 5 + (n % 2)] as const);
    const othersOf = (order: typeof sizes) => {
      const groups = new Groups({ groupBy: 'attribute:kind' }, () => ({ n: 0 }));
      groups.tellApart(new Map(sizes));
      for (const [group, patients] of order)
        for (let n = 0; n < patients; n += 1)
          for (const tally of groups.in(group, `${group} ${n}`)) tally.n += 1;
      return groups.answer(({ n }) => ({ n })).groups;
    };
    const found = othersOf(sizes);
    expect(found).toHaveLength(1_001);
    expect(found?.[0]).toEqual({ group: 'others', patients: 1_000, n: 1_000 });
    expect(othersOf(sizes.toReversed())).toEqual(found);
  });

  it('stay as they are where all are large, or where two small ones hide each other', () => {
    const sizes = (...patients: number[]) => [
      ...suppressedAmong(patients.map((n) => ({ patients: n }))),
    ];
    expect(sizes(5, 6, 0)).toEqual([]);
    expect(sizes(4, 4, 9)).toEqual([{ patients: 4 }, { patients: 4 }]);
    expect(sizes(2, 1, 7, 8)).toEqual([{ patients: 1 }, { patients: 2 }, { patients: 7 }]);
  });
});

describe('A filter', () => {
  const KIND = 'attribute:kind';
  /** Of each kind and side so many patients. */
  const answerOf = (
    sizes: Readonly<Record<string, number>>,
    selection: Selection & { readonly evidence?: number },
  ) => {
    const groups = new Groups(selection, () => ({ n: 0 }));
    for (const [name, size] of Object.entries(sizes))
      for (let i = 0; i < size; i++) {
        const [kind = '', side = ''] = name.split(' ');
        const one = patientOf(`${name} ${i}`, [
          fact('Referred', OSLO(2), { data: { kind, side } }),
        ]);
        for (const tally of groups.in(groupIn(groups.segments, one), one.segmented.patient))
          tally.n += 1;
      }
    return { ...groups.answer(({ n }) => ({ n })), n: groups.all.n };
  };
  const where = (...values: string[]) =>
    values.map((text) => {
      const [dimension = '', value = ''] = text.split('=');
      return { dimension: `attribute:${dimension}`, value };
    });

  it.each<[string, readonly string[], number | 'refused']>([
    ['a small group', ['kind=a'], 'refused'],
    ['the group that hides it', ['kind=b'], 'refused'],
    ['a large group', ['kind=c'], 9],
    ['all that are hidden', ['kind=a', 'kind=b'], 10],
    ['all but a small group', ['kind=b', 'kind=c'], 'refused'],
    ['everybody', ['kind=a', 'kind=b', 'kind=c'], 19],
    ['nobody', ['kind=d'], 0],
  ])('that leaves %s says no more than a comparison', (_what, values, expected) => {
    const ask = () => answerOf({ a: 4, b: 6, c: 9 }, { where: where(...values) }).n;
    if (expected === 'refused') expect(ask).toThrow('is suppressed');
    else expect(ask()).toBe(expected);
  });

  it('of two dimensions gives away nobody who misses one of them', () => {
    const sizes = { 'a l': 9, 'a r': 3, 'b l': 9, 'b r': 9 };
    expect(() => answerOf(sizes, { where: where('kind=a', 'side=l') })).toThrow('is suppressed');
    expect(answerOf(sizes, { where: where('kind=b', 'side=r', 'side=l') }).n).toBe(18);
  });

  it('suppresses the group of a comparison that would tell who is left out of it', () => {
    const sizes = { 'a l': 9, 'a r': 3, 'b l': 9, 'b r': 9, 'c l': 8, 'c r': 8 };
    const { groups } = answerOf(sizes, { where: where('side=l'), groupBy: KIND });
    expect(groups).toEqual([
      { group: 'b', patients: 9, n: 9 },
      { group: 'a', patients: null, suppressed: true },
      { group: 'c', patients: null, suppressed: true },
    ]);
  });

  it('leaves one’s own list alone, unless it becomes a table without it', () => {
    const asked = { where: where('kind=a'), evidence: 10 };
    expect(answerOf({ a: 4, b: 6 }, asked).n).toBe(4);
    expect(() => answerOf({ a: 4, b: 6 }, { ...asked, isExport: true })).toThrow('is suppressed');
  });
});
