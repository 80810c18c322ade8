/** A kept journey says what folding everything from the start says, whatever comes in whatever order. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedFact } from '#care-event';
import { readDefinition } from '#pathway-language';
import type { Definition } from '../definition/definition.js';
import { histories, instants } from '../testing/arbitraries.js';
import { definitions } from '../testing/definitions.js';
import { DIRECTORY } from '../testing/organisations.js';
import { PathwayVersions } from './pathway-versions.js';
import { VersionedJourney } from './versioned-journey.js';

/** Facts are recorded at 0, 1, 2 …; what is published or migrated, at those instants or between them. */
const between = fc.integer({ min: -1, max: 36 }).map((halves) => halves / 2);

interface Changing {
  readonly versions: PathwayVersions;
  /** When something was published or migrated. */
  readonly instants: readonly number[];
}

function changing(of: fc.Arbitrary<Definition>): fc.Arbitrary<Changing> {
  return fc
    .tuple(
      fc.array(fc.tuple(of, between), { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.nat({ max: 2 }), between), { maxLength: 3 }),
    )
    .map(([publications, moves]) => {
      const publishedAt = publications.map(([, at]) => at).sort((a, b) => a - b);
      const published = publications.map(([definition], n) => ({
        definition: { ...definition, version: n + 1 },
        publishedAt: n === 0 ? -Infinity : publishedAt[n]!,
      }));
      const migrations = moves
        .map(([which, at]) => {
          const version = (which % published.length) + 1;
          return { version, at: Math.max(at, published[version - 1]!.publishedAt) };
        })
        .sort((a, b) => a.at - b.at);
      const instants = [...publishedAt, ...migrations.map(({ at }) => at)];
      return { versions: new PathwayVersions(published, migrations, DIRECTORY), instants };
    });
}

/** Definitions that differ in what opens an episode, so that pins differ all the time. */
const alike = fc
  .tuple(
    fc.constantFrom('[A]', '[B]', '[A, B]'),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom('', 'episodes: { reopens-within: 2 days }', 'episodes: { key: ref }'),
  )
  .map(([entry, weeks, episodes]) => {
    const read = readDefinition(`
pathway: p
version: 1
zone: Europe/Oslo
services: { gp: { level: municipal } }
entry: { events: ${entry} }
closes: [F]
${episodes}
stages: [{ id: care, holder: gp }]
duties:
  - { id: plan, from: [A, B], until: C, within: ${weeks} weeks, owner: gp }
events: { A: {}, B: {}, C: {}, D: {}, E: {}, F: {} }
`);
    if ('definition' in read) return read.definition;
    throw new Error(JSON.stringify(read.problems));
  });

/** Episodes that open, close and open again, reported in any order, now and then corrected. */
const episodes: fc.Arbitrary<readonly RecordedFact[]> = fc
  .array(
    fc.record({
      type: fc.constantFrom('A', 'B', 'F', 'C', 'A', 'B', 'F'),
      /** Days before or after the one that its place in the list would give. */
      late: fc.oneof(fc.constant(0), fc.integer({ min: -8, max: 0 })),
      ref: fc.constantFrom(undefined, 'r', 's'),
      corrects: fc.option(fc.nat({ max: 15 }), { freq: 8 }),
    }),
    { minLength: 4, maxLength: 16 },
  )
  .map((reports) =>
    reports.map(({ type, late, ref, corrects }, n) => ({
      ...{ id: `e${n}`, source: 'urn:x', type, version: 1, recordedAt: n },
      data: ref === undefined ? {} : { ref },
      occurredAt: new Date(Date.UTC(2026, 2, 10 + n + late, 8)).toISOString(),
      ...(corrects !== null && corrects < n && { correctionOf: `e${corrects}` }),
    })),
  );
const days = fc.integer({ min: 0, max: 60 }).map((day) => Date.UTC(2026, 2, 1 + day, 9));

/** By how much a fact is recorded later, or by another clock earlier, than it was added with. */
const shifts = fc.constantFrom(0.75, -0.75);

function holds(
  worlds: fc.Arbitrary<Changing>,
  stories: fc.Arbitrary<readonly RecordedFact[]>,
  at: fc.Arbitrary<number>,
): void {
  const questions = fc.array(fc.option(at, { freq: 3 }), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(worlds, stories, questions, ({ versions, instants: changes }, facts, asked) => {
      const known: RecordedFact[] = [];
      let seen = -1;
      let kept = new VersionedJourney(versions, () => known);
      facts.forEach((fact, n) => {
        const changed = changes.filter((instant) => instant <= fact.recordedAt).length;
        if (changed !== seen)
          kept = new VersionedJourney(versions.knownAt(fact.recordedAt), () => known);
        seen = changed;
        known.push(fact);
        kept.add(fact);
        const instant = asked[n] ?? null;
        if (instant !== null)
          expect(kept.assessAll(instant)).toEqual(kept.versions.assessAll(known, instant));
      });
    }),
  );
}

describe('A kept journey', () => {
  it('says what all facts say at once, under every definition', () => {
    holds(changing(definitions), histories, instants);
  });

  it('says what all facts say at once, whichever version each episode is pinned to', () => {
    holds(changing(alike), episodes, days);
  });

  it('goes by when a fact was really recorded', () => {
    fc.assert(
      fc.property(changing(alike), episodes, days, shifts, ({ versions }, facts, at, shift) => {
        const known: RecordedFact[] = [];
        const kept = new VersionedJourney(versions, () => known);
        for (const fact of facts) {
          known.push(fact);
          kept.add(fact);
          kept.assessAll(at);
          const recordedAt = fact.recordedAt + shift;
          known[known.length - 1] = { ...fact, recordedAt };
          kept.recordedAt(recordedAt, fact);
          expect(kept.assessAll(at)).toEqual(versions.assessAll(known, at));
        }
      }),
    );
  });
});
