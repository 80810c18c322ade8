/**
 * Evidence and parts among made-up facts, held against a plain reading of the language's page:
 * no fold, no state, every question asked anew of the whole list of facts.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarOfZone, dueAt } from '#calendar';
import { factKey, mayPrecede, type TimedFact } from '#care-event';
import type { Definition } from '../definition/definition.js';
import { type Evidence, type EventPattern, meets } from '../definition/pattern.js';
import { histories, instants, ZONE } from '../testing/arbitraries.js';
import { BASE } from '../testing/plain-definitions.js';
import { evidence, some, until } from '../testing/rule-parts.js';
import { assess } from './assess.js';
import { journeyFacts } from './journey-facts.js';

const DAYS = { zone: ZONE, calendar: calendarOfZone(ZONE) };
const ANY_AGE = { amount: 2, unit: 'day' } as const;

/** Without births nobody's age is known. */
const facts = histories.map((all) => all.filter(({ type }) => type !== 'PatientRegistered'));

const fits = (patterns: readonly EventPattern[], { fact }: TimedFact): boolean =>
  patterns.some(({ type, where }) => type === fact.type && meets(where, fact.data, undefined));

function holds(parts: Evidence, fact: TimedFact, before: readonly TimedFact[]): boolean {
  return parts.every((part) =>
    part.some((pattern) => {
      const latest = before.findLast((one) => one.fact.type === pattern.type);
      if (latest === undefined || !fits([pattern], latest)) return false;
      if (pattern.within === undefined) return true;
      const age = 'parameter' in pattern.within ? ANY_AGE : pattern.within;
      return fact.start <= (dueAt(latest, age, DAYS) ?? NaN);
    }),
  );
}

const PARAMETERS: Definition['parameters'] = new Map([
  [
    'time',
    {
      ...{ id: 'time', title: 't', background: false, local: new Map() },
      default: { kind: 'limit', limit: ANY_AGE },
    },
  ],
]);

const DUTY = {
  ...{ id: 'duty', title: 't', owner: 'holder', per: 'occurrence' as const },
  due: { kind: 'limit' as const, limit: ANY_AGE, firstDayCounts: false },
  ...{ ends: [], exempt: [], notApplicable: [], appliesAgain: [], escalate: [], warn: [] },
};

describe('Evidence', () => {
  it('is what the latest facts that may have come before say, for a guard', () => {
    fc.assert(
      fc.property(some, evidence, facts, instants, (on, requires, given, at) => {
        const rule = { id: 'guard', title: 't', on, needs: [] };
        const guard = { ...rule, requires: requires.flat(), requiresAllOf: requires };
        const definition = { ...BASE, parameters: PARAMETERS, guards: [guard] };
        const journey = journeyFacts(definition, given, { asOf: at });
        const broken = journey.filter((fact) => {
          const before = journey.filter((one) => one !== fact && mayPrecede(one, fact));
          return fits(on, fact) && !holds(requires, fact, before);
        });
        const { deviations } = assess(definition, given, at);
        const found = deviations.filter(({ kind }) => kind === 'guard').map(({ fact }) => fact);
        expect(found.sort()).toEqual(broken.map(({ fact }) => factKey(fact)).sort());
      }),
    );
  });

  it('is what the latest facts before the start say, for a duty', () => {
    fc.assert(
      fc.property(some, evidence, facts, instants, (from, appliesIfLatest, given, at) => {
        const duty = { ...DUTY, from, until: [], appliesIfLatest };
        const definition = { ...BASE, parameters: PARAMETERS, duties: [duty] };
        const journey = journeyFacts(definition, given, { asOf: at });
        const expected = journey.flatMap((fact, index) => {
          if (!fits(from, fact)) return [];
          return [[factKey(fact.fact), holds(appliesIfLatest, fact, journey.slice(0, index))]];
        });
        const { duties } = assess(definition, given, at);
        expect(duties.map(({ armedBy, reason }) => [armedBy, reason !== 'does-not-apply'])).toEqual(
          expected,
        );
      }),
    );
  });
});

interface Naive {
  readonly from: TimedFact;
  readonly has: Map<number, string>;
}

describe('A duty of several parts', () => {
  it('gets each part from the first fact that may give it and has given it to nothing older', () => {
    fc.assert(
      fc.property(some, until, facts, instants, (from, met, given, at) => {
        const definition = { ...BASE, duties: [{ ...DUTY, ...met, from }] };
        const parts = met.untilAllOf ?? [met.until];
        const all: Naive[] = [];
        const left: { fact: TimedFact; part: number }[] = [];
        for (const fact of journeyFacts(definition, given, { asOf: at })) {
          const may = (one: Naive, giver: TimedFact, part: number) => {
            return giver !== one.from && mayPrecede(one.from, giver) && !one.has.has(part);
          };
          parts.forEach((patterns, part) => {
            if (!fits(patterns, fact)) return;
            const taker = all.find((one) => may(one, fact, part));
            if (taker === undefined) left.push({ fact, part });
            else taker.has.set(part, factKey(fact.fact));
          });
          if (!fits(from, fact)) continue;
          const one = { from: fact, has: new Map<number, string>() };
          all.push(one);
          for (const gift of left.filter(({ fact: giver, part }) => may(one, giver, part))) {
            if (one.has.has(gift.part)) continue;
            one.has.set(gift.part, factKey(gift.fact.fact));
            left.splice(left.indexOf(gift), 1);
          }
        }
        const { duties } = assess(definition, given, at);
        expect(duties.map(({ metAt }) => metAt !== undefined)).toEqual(
          all.map(({ has }) => has.size === parts.length),
        );
        if (met.untilAllOf === undefined) return;
        expect(
          duties.map(({ partsMet = [] }) => new Map(partsMet.map((one) => [one.part - 1, one.by]))),
        ).toEqual(all.map(({ has }) => has));
      }),
    );
  });
});
