/** Assessing made-up histories: what holds whatever the order, the instant and the definition. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ZONE, arrivals, histories, instants } from '../testing/arbitraries.js';
import { assess, assessAll } from './assess.js';
import type { Assessment } from '../state/assessment.js';
import { mayPrecede, type TimedFact } from '#care-event';
import { calendarOfZone, dueAt } from '#calendar';
import { custodyFaults } from '../custody/custody-faults.js';
import { definitions } from '../testing/definitions.js';
import { bound } from '../testing/organisations.js';
import { journeyFacts, timelineOf } from './journey-facts.js';
import { Journey } from './journey.js';
import type { EventPattern } from '../definition/pattern.js';
import { plainDefinitions } from '../testing/plain-definitions.js';

const names = (patterns: readonly EventPattern[], { fact }: TimedFact): boolean =>
  patterns.some(({ type }) => type === fact.type);

describe('Assessing', () => {
  it('gives the same at every instant, whatever the order of arrival', () => {
    fc.assert(
      fc.property(definitions, arrivals, instants, (definition, [facts, arrived], at) => {
        const later = arrived.map((fact, index) => ({ ...fact, recordedAt: index }));
        expect(assessAll(bound(definition), later, at)).toEqual(
          assessAll(bound(definition), facts, at),
        );
        expect(journeyFacts(definition, later).map((timed) => timed.fact.id)).toEqual(
          journeyFacts(definition, facts).map((timed) => timed.fact.id),
        );
      }),
    );
  });

  it('gives fact by fact what it gives at once, asked at any instants in between', () => {
    fc.assert(
      fc.property(
        definitions,
        arrivals,
        fc.array(instants, { minLength: 1, maxLength: 4 }),
        (definition, [, arrived], asked) => {
          const journey = new Journey(bound(definition));
          arrived.forEach((fact, index) => {
            journey.add(fact);
            const at = asked[index % asked.length] ?? 0;
            const soFar = arrived.slice(0, index + 1);
            expect(journey.assessAll(at)).toEqual(assessAll(bound(definition), soFar, at));
          });
        },
      ),
    );
  });

  it('gives the same at an instant, whichever instants were asked before', () => {
    fc.assert(
      fc.property(
        definitions,
        histories,
        fc.array(instants, { minLength: 2, maxLength: 5 }),
        (definition, facts, asked) => {
          const journey = new Journey(bound(definition));
          facts.forEach((fact) => journey.add(fact));
          for (const at of [...asked, ...asked.toSorted((a, b) => a - b)]) {
            expect(journey.assessAll(at)).toEqual(assessAll(bound(definition), facts, at));
          }
        },
      ),
    );
  });

  it('ends in the same state when one fact comes late', () => {
    fc.assert(
      fc.property(definitions, histories, fc.nat(), instants, (definition, facts, pick, at) => {
        fc.pre(facts.length > 0);
        const late = pick % facts.length;
        const journey = new Journey(bound(definition));
        facts.forEach((fact, index) => {
          if (index !== late) journey.add(fact);
        });
        journey.assessAll(at);
        facts.slice(late, late + 1).forEach((fact) => journey.add(fact));
        expect(journey.assessAll(at)).toEqual(assessAll(bound(definition), facts, at));
      }),
    );
  });

  it('changes nothing that it has handed out', () => {
    fc.assert(
      fc.property(definitions, arrivals, instants, (definition, [, arrived], at) => {
        const journey = new Journey(bound(definition));
        const handedOut = arrived.map((fact) => {
          journey.add(fact);
          const assessment = journey.assessAll(at);
          return [assessment, structuredClone(assessment)] as const;
        });
        for (const [assessment, copy] of handedOut) expect(assessment).toEqual(copy);
      }),
    );
  });

  it('answers the same while somebody asks which rules are touched', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const touched = new Set<string>();
        expect(assessAll(bound(definition), facts, at, { touched })).toEqual(
          assessAll(bound(definition), facts, at),
        );
      }),
    );
  });

  it('knows at an instant nothing of what was recorded later', () => {
    fc.assert(
      fc.property(
        definitions,
        histories,
        fc.nat({ max: 18 }),
        instants,
        (definition, facts, knownAt, at) => {
          const known = facts.filter((fact) => fact.recordedAt <= knownAt);
          expect(assessAll(bound(definition), facts, at, { knownAt })).toEqual(
            assessAll(bound(definition), known, at),
          );
          expect(timelineOf(facts, ZONE, { knownAt })).toEqual(timelineOf(known, ZONE));
        },
      ),
    );
  });

  it('covers each episode with stages, its gaps aside, without gap or overlap', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        assessAll(bound(definition), facts, at).forEach(expectCovered);
      }),
    );
  });

  it('has one holder at every instant of each episode, its gaps aside', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        for (const assessment of assessAll(bound(definition), facts, at))
          expect(custodyFaults(assessment)).toEqual([]);
      }),
    );
  });

  it('starts and meets plain duties as the intervals say, one by one', () => {
    fc.assert(
      fc.property(plainDefinitions, histories, instants, (definition, facts, at) => {
        const assessment = assess(bound(definition), facts, at);
        const all = timelineOf(facts, ZONE).facts.filter(
          ({ fact, start }) => start <= at && (fact.pathway ?? 'p') === 'p',
        );
        const journey = journeyFacts(definition, facts, { asOf: at });
        const close = journey.find((fact) => names(definition.closes, fact));
        const owner = { zone: ZONE, calendar: calendarOfZone(ZONE) };
        const expected = definition.duties.flatMap((rule) => {
          const beforeClose = close ? journey.slice(0, journey.indexOf(close) + 1) : journey;
          const from = beforeClose.find((fact) => names(rule.from, fact));
          if (from === undefined || rule.due.kind !== 'limit') return [];
          const met = all.find(
            (until) =>
              until.fact !== from.fact &&
              names(rule.until, until) &&
              mayPrecede(from, until) &&
              (close === undefined || until.fact === close.fact || mayPrecede(until, close)),
          );
          const { limit } = rule.due;
          const due = 'parameter' in limit ? NaN : (dueAt(from, limit, owner) ?? NaN);
          const end = close?.start ?? at;
          const unmet = end > due ? 'breached' : close === undefined ? 'not-yet-due' : 'lapsed';
          const state = met === undefined ? unmet : met.start <= due ? 'met' : 'met-late';
          return [{ duty: rule.id, state, armedAt: from.start, dueAt: due }];
        });
        expect(assessment.duties).toMatchObject(expected);
        expect(assessment.duties).toHaveLength(expected.length);
      }),
    );
  });

  it('names the next instant at which something changes, and none in between changes anything', () => {
    fc.assert(
      fc.property(
        definitions,
        histories,
        instants,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (definition, facts, at, share) => {
          const now = assessAll(bound(definition), facts, at);
          const wakeUp = Math.min(...now.map(({ nextWakeUp = at + 10 ** 10 }) => nextWakeUp));
          expect(wakeUp).toBeGreaterThan(at);
          const between = Math.min(wakeUp - 1, Math.floor(at + share * (wakeUp - at)));
          const then = assessAll(bound(definition), facts, between);
          const asked = now.map((one) => ({ ...unread(one), at: between }));
          expect(then.map(unread)).toEqual(asked);
        },
      ),
    );
  });
});

/** Stages cover each episode, its gaps aside, without gap or overlap. */
function expectCovered({ state, episodes, stages, stage }: Assessment): void {
  if (state === 'not-entered') {
    expect([episodes, stages]).toEqual([[], []]);
    return;
  }
  expect(stage).toEqual(state === 'open' ? stages.at(-1) : undefined);
  episodes.forEach(({ number, enteredAt, closedAt, gaps }, index) => {
    expect(number).toBe(index + 1);
    const spells = stages.filter(({ episode }) => episode === number);
    const bounds = [enteredAt, ...gaps.flatMap(({ from, to }) => [from, to]), closedAt];
    const ends = [enteredAt, ...spells.map(({ to }) => to)];
    const jumps = spells.flatMap(({ from }, at) => {
      return from === ends[at] ? [] : [ends[at], from];
    });
    expect([enteredAt, ...jumps, ends.at(-1)]).toEqual(bounds.filter(isNoEmptyGap));
    expect(spells.every(({ from, to }) => to === undefined || from <= to)).toBe(true);
  });
  expect(episodes.slice(0, -1).every(({ closedAt }) => closedAt !== undefined)).toBe(true);
  expect(episodes.at(-1)?.closedAt === undefined).toBe(state === 'open');
}

/** Without the readings of clocks and what is counted by them, which grow by themselves. */
function unread({ clocks, episodes, ...rest }: Assessment): object {
  return {
    ...rest,
    clocks: clocks.map(({ clock, pauses }) => ({ clock, pauses })),
    episodes: episodes.map(({ recurrent: _, ...episode }) => episode),
  };
}

/** A gap that was closed at the very instant of the close leaves no trace between the stages. */
function isNoEmptyGap(
  bound: number | undefined,
  index: number,
  bounds: readonly (number | undefined)[],
): boolean {
  const first = index === 0 || index === bounds.length - 1;
  return first || bound !== bounds[index % 2 === 1 ? index + 1 : index - 1];
}
