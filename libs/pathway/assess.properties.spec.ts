/** Assessing and deciding on made-up histories: what holds whatever the order and the instant. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ZONE, definitions, histories, instants } from './arbitraries.spec.support.js';
import { assess } from './assess.js';
import { decide } from './decide.js';
import type { Decision, RecordedDecision } from './decision.js';
import { dueAt } from './due.js';
import { mayPrecede } from './fact-order.js';
import { journeyFacts, placeFacts } from './history.js';
import { Journey } from './journey.js';

const withArrivals = histories.chain((facts) =>
  fc.tuple(
    fc.constant(facts),
    fc.shuffledSubarray([...facts], { minLength: facts.length, maxLength: facts.length }),
  ),
);

const RUNS = { numRuns: 1_000 };

function recorded(decision: Decision): RecordedDecision {
  const { pathway, duty } = decision.data as { pathway: string; duty: string };
  return { ...decision, pathway, duty, recordedAt: 0 };
}

describe('Assessing', () => {
  it('gives the same at every instant, whatever the order of arrival', () => {
    fc.assert(
      fc.property(definitions, withArrivals, instants, (definition, [facts, arrived], at) => {
        const later = arrived.map((fact, place) => ({ ...fact, recordedAt: place }));
        expect(assess(definition, later, at)).toEqual(assess(definition, facts, at));
        expect(journeyFacts(definition, later).map((placed) => placed.fact.id)).toEqual(
          journeyFacts(definition, facts).map((placed) => placed.fact.id),
        );
      }),
      RUNS,
    );
  });

  it('gives fact by fact what it gives at once, asked at any instants in between', () => {
    fc.assert(
      fc.property(
        definitions,
        withArrivals,
        fc.array(instants, { minLength: 1, maxLength: 4 }),
        (definition, [, arrived], asked) => {
          const journey = new Journey(definition);
          arrived.forEach((fact, place) => {
            journey.add(fact);
            const at = asked[place % asked.length] ?? 0;
            const soFar = arrived.slice(0, place + 1);
            expect(journey.assess(at)).toEqual(assess(definition, soFar, at));
          });
        },
      ),
      RUNS,
    );
  });

  it('ends in the same state when one fact comes late', () => {
    fc.assert(
      fc.property(definitions, histories, fc.nat(), instants, (definition, facts, pick, at) => {
        fc.pre(facts.length > 0);
        const late = pick % facts.length;
        const journey = new Journey(definition);
        facts.forEach((fact, place) => {
          if (place !== late) journey.add(fact);
        });
        journey.assess(at);
        facts.slice(late, late + 1).forEach((fact) => journey.add(fact));
        expect(journey.assess(at)).toEqual(assess(definition, facts, at));
      }),
      RUNS,
    );
  });

  it('knows at an instant nothing of what was recorded later', () => {
    fc.assert(
      fc.property(
        definitions,
        histories,
        fc.nat({ max: 16 }),
        instants,
        (definition, facts, knownAt, at) => {
          const known = facts.filter((fact) => fact.recordedAt <= knownAt);
          expect(assess(definition, facts, at, { knownAt })).toEqual(assess(definition, known, at));
          expect(placeFacts(facts, ZONE, { knownAt })).toEqual(placeFacts(known, ZONE));
        },
      ),
      RUNS,
    );
  });

  it('covers the time from entry to close with stages, without gap or overlap', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const { state, stages, enteredAt, closedAt, stage } = assess(definition, facts, at);
        if (state === 'not-entered') return expect(stages).toEqual([]);
        const ends = stages.map((spell) => spell.to);
        expect(stages.map((spell) => spell.from)).toEqual([enteredAt, ...ends.slice(0, -1)]);
        expect(stage).toEqual(state === 'open' ? stages.at(-1) : undefined);
        return expect(ends.at(-1)).toBe(closedAt);
      }),
      RUNS,
    );
  });

  it('starts and meets duties as the intervals say, looked at one by one', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const assessment = assess(definition, facts, at);
        const all = placeFacts(facts, ZONE).placed.filter(
          ({ fact, start }) => start <= at && (fact.pathway ?? 'p') === 'p',
        );
        const journey = journeyFacts(definition, facts, { asOf: at });
        const close = journey.find(({ fact }) => definition.closes.has(fact.type));
        const expected = definition.duties.flatMap((rule) => {
          const beforeClose = close ? journey.slice(0, journey.indexOf(close) + 1) : journey;
          const from = beforeClose.find(({ fact }) => rule.from.includes(fact.type));
          if (from === undefined) return [];
          const met = all.find(
            (until) =>
              until.fact !== from.fact &&
              rule.until.includes(until.fact.type) &&
              mayPrecede(from, until) &&
              (close === undefined || until.fact === close.fact || mayPrecede(until, close)),
          );
          const due = dueAt(from, rule.within, ZONE);
          const end = close?.start ?? at;
          const unmet = end > due ? 'breached' : close === undefined ? 'not-yet-due' : 'lapsed';
          const state = met === undefined ? unmet : met.start <= due ? 'met' : 'met-late';
          return [{ duty: rule.id, state, armedAt: from.start, dueAt: due }];
        });
        expect(assessment.duties).toMatchObject(expected);
        expect(assessment.duties).toHaveLength(expected.length);
      }),
      RUNS,
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
          const now = assess(definition, facts, at);
          const wakeUp = now.nextWakeUp ?? at + 10 ** 10;
          expect(wakeUp).toBeGreaterThan(at);
          const between = Math.min(wakeUp - 1, Math.floor(at + share * (wakeUp - at)));
          expect(assess(definition, facts, between)).toEqual({ ...now, at: between });
        },
      ),
      RUNS,
    );
  });
});

describe('Deciding', () => {
  it('adds nothing when it is asked again', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const assessment = assess(definition, facts, at);
        const decisions = decide(assessment, []);
        expect(decide(assessment, decisions.map(recorded))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('reconciles fact by fact in any order, never using a key twice', () => {
    fc.assert(
      fc.property(
        definitions,
        withArrivals,
        fc.array(instants, { minLength: 1, maxLength: 6 }),
        (definition, [, arrived], asked) => {
          const journey = new Journey(definition);
          const log: RecordedDecision[] = [];
          arrived.forEach((fact, place) => {
            journey.add(fact);
            // The clock may jump either way between two facts.
            const assessment = journey.assess(asked[place % asked.length] ?? 0);
            log.push(...decide(assessment, log).map(recorded));
            expect(decide(assessment, log)).toEqual([]);
          });
          const keys = log.map((decision) => decision.key);
          expect(new Set(keys).size).toBe(keys.length);
        },
      ),
      RUNS,
    );
  });

  it('says what the facts say: each duty ends at the level that its state has', () => {
    fc.assert(
      fc.property(definitions, withArrivals, (definition, [, arrived]) => {
        const end = Date.parse('2027-01-01T00:00:00Z');
        const journey = new Journey(definition);
        const log: RecordedDecision[] = [];
        for (const fact of arrived) {
          journey.add(fact);
          log.push(...decide(journey.assess(end), log).map(recorded));
        }
        const assessment = journey.assess(end);
        const last = new Map(log.map((decision) => [decision.duty, decision.type]));
        for (const { duty, state } of assessment.duties) {
          const said = last.get(duty);
          if (state === 'breached') expect(said).toBe('DutyBreached');
          else if (state === 'lapsed') expect(['DutyArmed', 'DutyReopened']).toContain(said);
          else expect(said).toBe('DutyMet');
          last.delete(duty);
        }
        expect([...last.values()].filter((type) => type !== 'DutyVoided')).toEqual([]);
      }),
      RUNS,
    );
  });
});
