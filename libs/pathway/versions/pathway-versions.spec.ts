/** Which version an episode goes by: pinned at its entry, moved by a migration, as known then. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histories, instants } from '../testing/arbitraries.js';
import { assess } from '../assessment/assess.js';
import { custodyFaults } from '../custody/custody-faults.js';
import type { Assessment } from '../state/assessment.js';
import type { RecordedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { definitions } from '../testing/definitions.js';
import { PathwayVersions } from './pathway-versions.js';
import { readDefinition } from '#pathway-language';

const DAY = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');
/** So many days after 1 January. */
const on = (days: number): number => START + days * DAY;

function version(number: number, weeks: number, entry = 'SymptomOnsetReported'): Definition {
  const read = readDefinition(`
pathway: back
version: ${number}
zone: Europe/Oslo
services: { gp: { level: municipal } }
entry: { events: [${entry}] }
closes: [PathwayClosed]
episodes: { reopens-within: 1 day }
stages: [{ id: care, holder: gp }]
duties:
  - { id: plan, from: [SymptomOnsetReported, FirstContactMade], until: RehabPlanAgreed, within: ${weeks} weeks, owner: gp }
`);
  if ('definition' in read) return read.definition;
  throw new Error(JSON.stringify(read.problems));
}

function fact(
  id: string,
  type: string,
  happened: number,
  more: Partial<RecordedFact> = {},
): RecordedFact {
  const occurredAt = new Date(on(happened)).toISOString();
  const reports = { recordedAt: on(happened), data: {}, ...more };
  return { id, source: 'urn:test', type, version: 1, occurredAt, ...reports };
}
const onset = (id: string, happened: number, more?: Partial<RecordedFact>): RecordedFact =>
  fact(id, 'SymptomOnsetReported', happened, more);

const V1 = version(1, 6);
const V2 = version(2, 2);
const published = [
  { definition: V1, publishedAt: on(10) },
  { definition: V2, publishedAt: on(20) },
];
const versions = new PathwayVersions(published);

/** The versions of a patient's episodes, oldest first. */
function pins(of: PathwayVersions, facts: readonly RecordedFact[], at = on(300)): number[] {
  return of.assess(facts, at).episodes.map((episode) => episode.version);
}

describe('An episode', () => {
  it('goes by the version in force when its entry was recorded', () => {
    expect(pins(versions, [onset('a', 15)])).toEqual([1]);
    expect(pins(versions, [onset('a', 20)])).toEqual([2]);
    expect(pins(versions, [onset('a', 15, { recordedAt: on(20) - 1 })])).toEqual([1]);
    expect(pins(versions, [onset('a', 15, { recordedAt: on(20) })])).toEqual([2]);
  });

  it('recorded before anything was published goes by the first version', () => {
    expect(pins(versions, [onset('a', 1)])).toEqual([1]);
  });

  it('keeps its version, and the next one begins under the newer', () => {
    const facts = [onset('a', 11), fact('b', 'PathwayClosed', 30), onset('c', 40)];
    const { episodes, duties, version: latest } = versions.assess(facts, on(41));
    expect(episodes.map((episode) => episode.version)).toEqual([1, 2]);
    expect(duties.map(({ armedAt, dueAt }) => Math.round(((dueAt ?? 0) - armedAt) / DAY))).toEqual([
      43, 15,
    ]);
    expect(latest).toBe(2);
  });

  it('depends on when its entry was first reported, however often it was corrected since', () => {
    const facts = [
      onset('a', 11),
      onset('b', 9, { recordedAt: on(25), correctionOf: 'a' }),
      onset('c', 8, { recordedAt: on(26), correctionOf: 'b' }),
    ];
    expect(pins(versions, facts)).toEqual([1]);
    expect(versions.assess(facts, on(60)).enteredAt).toBe(on(8));
    const afterwards = [onset('a', 11, { recordedAt: on(40) }), ...facts.slice(1)];
    expect(pins(versions, afterwards)).toEqual([2]);
    expect(
      pins(versions, [
        onset('c', 8, { recordedAt: on(12), correctionOf: 'a' }),
        ...afterwards.slice(0, 1),
      ]),
    ).toEqual([1]);
  });
});

describe('A migration', () => {
  const migrated = versions.migrated({ version: 2, at: on(30) });

  it('moves what was open, and nothing that was closed or began later', () => {
    expect(pins(migrated, [onset('a', 11)])).toEqual([2]);
    expect(pins(migrated, [onset('a', 11), fact('b', 'PathwayClosed', 29)])).toEqual([1]);
    const back = versions.migrated({ version: 1, at: on(30) });
    expect(pins(back, [onset('a', 25)])).toEqual([1]);
    expect(pins(back, [onset('a', 31)])).toEqual([2]);
  });

  it('moves what was open as known then, whatever is reported of it later', () => {
    const closed = fact('b', 'PathwayClosed', 29, { recordedAt: on(31) });
    expect(pins(migrated, [onset('a', 11), closed])).toEqual([2]);
    const reopened = [
      onset('a', 11),
      fact('b', 'PathwayClosed', 29),
      fact('c', 'EventCorrected', 29, { recordedAt: on(31), correctionOf: 'b' }),
    ];
    expect(migrated.assess(reopened, on(40))).toMatchObject({ state: 'open', version: 1 });
  });

  it('moves an episode whose entry was corrected before or after', () => {
    for (const recordedAt of [on(25), on(35)]) {
      const facts = [onset('a', 11), onset('b', 9, { recordedAt, correctionOf: 'a' })];
      expect(pins(migrated, facts)).toEqual([2]);
      const undone = fact('c', 'EventCorrected', 36, { correctionOf: 'b' });
      expect(pins(migrated, [...facts, undone])).toEqual([2]);
    }
  });

  it('moves an episode to a version that its entry would not have opened', () => {
    const other = new PathwayVersions(
      [...published, { definition: version(3, 4, 'FirstContactMade'), publishedAt: on(21) }],
      [{ version: 3, at: on(30) }],
    );
    const facts = [onset('a', 11)];
    expect(other.assess(facts, on(40))).toMatchObject({ state: 'open', version: 3 });
    expect(pins(other, [...facts, onset('b', 50)])).toEqual([3]);
    expect(other.assess([onset('b', 50)], on(60)).state).toBe('not-entered');
  });

  it('of several, the last counts', () => {
    const twice = migrated.migrated({ version: 1, at: on(35) });
    expect(pins(twice, [onset('a', 11)])).toEqual([1]);
    expect(pins(twice, [onset('a', 32)])).toEqual([1]);
  });

  it('to an unknown version is a fault', () => {
    expect(() => versions.migrated({ version: 9, at: on(30) })).toThrow(RangeError);
    expect(() => new PathwayVersions([])).toThrow(RangeError);
  });
});

/** Leaves out what a definition says of further episodes, or says something else. */
function episodes({ episodes: _, ...rest }: Definition, of: Definition['episodes']): Definition {
  return of === undefined ? rest : { ...rest, episodes: of };
}

describe('An episode that began before another version', () => {
  const close = (id: string, happened: number, more?: Partial<RecordedFact>): RecordedFact =>
    fact(id, 'PathwayClosed', happened, more);
  const reopens = { reopensWithin: { amount: 30, unit: 'day' } } as const;
  const of = (v1: Definition, v2: Definition): PathwayVersions =>
    new PathwayVersions([
      { definition: v1, publishedAt: on(10) },
      { definition: v2, publishedAt: on(20) },
    ]);

  it('stays when it is moved to a version that knows no further episodes', () => {
    const single = of(V1, episodes(V2, undefined));
    const facts = [onset('a', 11), close('b', 13), onset('c', 16)];
    expect(pins(single, facts)).toEqual([1, 1]);
    expect(pins(single.migrated({ version: 2, at: on(30) }), facts)).toEqual([1, 2]);
    const state = single.migrated({ version: 2, at: on(30) }).assess(facts, on(40));
    expect(state).toMatchObject({ state: 'open', version: 2, deviations: [] });
  });

  it('is reopened by its own rules, whatever those in force say', () => {
    const v1 = episodes(V1, reopens);
    const facts = [onset('a', 11), close('b', 15), onset('c', 25)];
    const otherwise = episodes(version(2, 2, 'ReferralReceived'), reopens);
    for (const v2 of [V2, otherwise, episodes(V2, undefined)]) {
      expect(of(v1, v2).assess(facts, on(26))).toMatchObject({
        state: 'open',
        version: 1,
        episodes: [{ number: 1, gaps: [{ from: on(15), to: on(25) }] }],
        deviations: [],
      });
    }
    expect(pins(of(V1, episodes(V2, reopens)), facts)).toEqual([1, 2]);
  });

  it('stays with it when an earlier beginning is reported late', () => {
    const late = onset('z', 5, { recordedAt: on(25) });
    const facts = [onset('a', 11), late];
    expect(pins(versions, facts)).toEqual([1]);
    expect(pins(versions, facts.toReversed())).toEqual([1]);
    expect(versions.assess(facts, on(40)).enteredAt).toBe(on(5));
    const before = [late, close('y', 8, { recordedAt: on(25) }), onset('a', 11)];
    expect(pins(versions, before)).toEqual([2, 1]);
  });

  it('stays with it when it was closed and an earlier beginning is told late', () => {
    const late = onset('z', 5, { recordedAt: on(25) });
    const facts = [onset('a', 11), close('b', 13), onset('c', 22), late];
    expect(pins(versions, facts)).toEqual([1, 2]);
  });

  it('stays where it was moved to when an earlier beginning is reported late', () => {
    const back = versions.migrated({ version: 1, at: on(30) });
    const late = onset('z', 5, { recordedAt: on(35) });
    expect(pins(back, [onset('a', 25), late])).toEqual([1]);
    const forth = versions.migrated({ version: 2, at: on(30) });
    expect(pins(forth, [onset('a', 11), late])).toEqual([2]);
  });

  it('is moved with all that it turns out to have been', () => {
    const moved = versions.migrated({ version: 2, at: on(30) });
    const facts = [onset('a', 11), onset('b', 16), close('c', 13, { recordedAt: on(35) })];
    expect(pins(versions, facts)).toEqual([1, 1]);
    expect(pins(moved, facts)).toEqual([2, 2]);
    const withdrawn = fact('d', 'EventCorrected', 36, { correctionOf: 'a' });
    expect(pins(moved, [...facts.slice(0, 2), withdrawn])).toEqual([2]);
    const back = moved.migrated({ version: 1, at: on(40) });
    expect(pins(back, facts)).toEqual([2, 1]);
  });

  it('asks only who could have opened it', () => {
    const contact = fact('b', 'FirstContactMade', 12);
    expect(pins(versions, [onset('a', 11, { recordedAt: on(25) }), contact])).toEqual([2]);
  });
});

describe('Pins', () => {
  const three = [
    { definition: V1, publishedAt: on(10) },
    { definition: episodes(version(2, 2, 'FirstContactMade'), undefined), publishedAt: on(20) },
    { definition: version(3, 4), publishedAt: on(30) },
  ];
  const reports = fc.record({
    type: fc.constantFrom(
      ...['SymptomOnsetReported', 'FirstContactMade', 'PathwayClosed', 'RehabPlanAgreed'],
    ),
    happened: fc.integer({ min: 0, max: 50 }),
    recorded: fc.integer({ min: 0, max: 50 }),
  });
  const stories = fc.array(reports, { maxLength: 8 }).map((facts) =>
    facts.map(({ type, happened, recorded }, index) => {
      return fact(`f${index}`, type, happened, { recordedAt: on(recorded) });
    }),
  );
  const moves = fc
    .array(
      fc.record({
        version: fc.constantFrom(1, 2, 3),
        at: fc.integer({ min: 30, max: 50 }).map(on),
      }),
      { maxLength: 3 },
    )
    .map((each) => each.toSorted((a, b) => a.at - b.at));

  it('follow from the facts, in whatever order they come', () => {
    fc.assert(
      fc.property(stories, moves, (facts, migrations) => {
        const all = new PathwayVersions(three, migrations);
        expect(all.assess(facts.toReversed(), on(60))).toEqual(all.assess(facts, on(60)));
        expect(custodyFaults(all.assess(facts, on(60)))).toEqual([]);
      }),
    );
  });

  it('stay when a report comes late of what may have opened the episode earlier', () => {
    fc.assert(
      fc.property(stories, fc.integer({ min: 1, max: 20 }), moves, (facts, before, migrations) => {
        const all = new PathwayVersions(
          [three[0]!, three[2]!],
          migrations.filter((m) => m.version !== 2),
        );
        const open = all.assess(facts, on(60));
        fc.pre(open.state === 'open' && open.episodes.length === 1);
        const late = onset('late', -before, { recordedAt: on(70) });
        expect(pins(all, [...facts, late]).at(-1)).toBe(open.version);
      }),
    );
  });
});

describe('What was known at an instant', () => {
  const migrated = versions.migrated({ version: 2, at: on(30) });
  const known = (at: number, facts: readonly RecordedFact[]): number[] =>
    pins(
      migrated.knownAt(at),
      facts.filter(({ recordedAt }) => recordedAt <= at),
    );

  it('holds neither later versions nor later migrations', () => {
    expect(migrated.knownAt(on(19)).newest.version).toBe(1);
    expect(known(on(29), [onset('a', 11)])).toEqual([1]);
    expect(known(on(30), [onset('a', 11)])).toEqual([2]);
  });

  it('before the first publication is the first version', () => {
    expect(migrated.knownAt(on(0)).newest.version).toBe(1);
    expect(known(on(5), [onset('a', 4)])).toEqual([1]);
  });
});

describe('A pathway of one version', () => {
  it('is assessed as its definition alone', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const alone = new PathwayVersions([{ definition, publishedAt: 5 }]);
        expect(alone.assess(facts, at)).toEqual(assess(definition, facts, at));
      }),
    );
  });

  it('published anew with the same rules, differs in the number alone', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const both = new PathwayVersions(
          [
            { definition, publishedAt: 0 },
            { definition: { ...definition, version: 2 }, publishedAt: 7 },
          ],
          [{ version: 1, at: 9 }],
        );
        const unnumbered = ({ version: _, episodes, ...rest }: Assessment) => {
          return { ...rest, episodes: episodes.map((episode) => ({ ...episode, version: 0 })) };
        };
        expect(unnumbered(both.assess(facts, at))).toEqual(
          unnumbered(assess(definition, facts, at)),
        );
      }),
    );
  });
});
