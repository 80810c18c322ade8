/** Deciding on made-up histories: what holds whatever the order and the instant. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arrivals, histories, instants } from '../testing/arbitraries.js';
import { assessAll } from '../assessment/assess.js';
import type { DutyState } from '../state/duty-instance.js';
import { decide } from './decide.js';
import { DecisionLedger } from './decision-ledger.js';
import type { Decision, RecordedDecision } from './decision.js';
import type { DecisionType } from '#care-event';
import { effectiveEvents } from './handover-events.js';
import { definitions } from '../testing/definitions.js';
import { bound } from '../testing/organisations.js';
import { Journey } from '../assessment/journey.js';
import { decisionFromStored, storedDecision } from './stored-decision.js';

/** As it comes back from the log. */
function recorded(decision: Decision): RecordedDecision {
  const back = decisionFromStored({ ...storedDecision(decision), recordedAt: 0 });
  if (back === undefined) throw new Error(`${decision.key} is no decision`);
  return back;
}

describe('Deciding', () => {
  it('adds nothing when it is asked again', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const assessment = assessAll(bound(definition), facts, at);
        const decisions = decide(assessment, []);
        expect(decide(assessment, decisions.map(recorded))).toEqual([]);
      }),
    );
  });

  it('reconciles fact by fact in any order, never using a key twice', () => {
    fc.assert(
      fc.property(
        definitions,
        arrivals,
        fc.array(instants, { minLength: 1, maxLength: 6 }),
        (definition, [, arrived], asked) => {
          const journey = new Journey(bound(definition));
          const log: RecordedDecision[] = [];
          arrived.forEach((fact, index) => {
            journey.add(fact);
            // The clock may jump either way between two facts.
            const assessment = journey.assessAll(asked[index % asked.length] ?? 0);
            log.push(...decide(assessment, log).map(recorded));
            expect(decide(assessment, log)).toEqual([]);
          });
          const keys = log.map((decision) => decision.key);
          expect(new Set(keys).size).toBe(keys.length);
        },
      ),
    );
  });

  it('finds the same missing from what has changed alone, whoever decided what', () => {
    const turn = fc.record({
      at: instants,
      goesBack: fc.boolean(),
      keeps: fc.constantFrom('all', 'all', 'first', 'none'),
      other: fc.boolean(),
    });
    const turns = fc.array(turn, { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(definitions, histories, turns, (definition, facts, asked) => {
        const journey = new Journey(bound(definition));
        const ledger = new DecisionLedger(definition.id);
        const log: RecordedDecision[] = [];
        const record = (decisions: readonly Decision[]): void => {
          for (const decision of decisions.map(recorded)) {
            log.push(decision);
            ledger.add(decision);
          }
        };
        let last = -Infinity;
        facts.forEach((fact, n) => {
          journey.add(fact);
          const { at, goesBack, keeps, other } = asked[n]!;
          last = goesBack ? at : Math.max(last, at);
          const missing = ledger.missing(journey.assessAll(last));
          expect(missing).toEqual(decide(journey.assessAll(last), log));
          // Not everything comes to be recorded, and others record what they know.
          record(keeps === 'all' ? missing : keeps === 'first' ? missing.slice(0, 1) : []);
          if (other) record(decide(assessAll(bound(definition), facts, last), log));
          expect(ledger.missing(journey.assessAll(last))).toEqual(
            decide(journey.assessAll(last), log),
          );
        });
      }),
    );
  });

  it('comes to rest when two ask by clocks that do not agree', () => {
    fc.assert(
      fc.property(definitions, histories, instants, instants, (definition, facts, one, other) => {
        const log: RecordedDecision[] = [];
        const ask = (at: number): void => {
          log.push(...decide(assessAll(bound(definition), facts, at), log).map(recorded));
        };
        const earlier = Math.min(one, other);
        const later = Math.max(one, other);
        ask(earlier);
        ask(later);
        const { length } = log;
        ask(earlier);
        ask(later);
        expect(log.slice(length)).toEqual([]);
      }),
    );
  });

  it('says what the facts say: each duty, each episode and each handover ends at its level', () => {
    fc.assert(
      fc.property(definitions, arrivals, (definition, [, arrived]) => {
        const end = Date.parse('2027-01-01T00:00:00Z');
        const journey = new Journey(bound(definition));
        const log: RecordedDecision[] = [];
        for (const fact of arrived) {
          journey.add(fact);
          log.push(...decide(journey.assessAll(end), log).map(recorded));
        }
        const levels = log.filter(({ type }) => type !== 'DutyWarned' && type !== 'DutyEscalated');
        const last = new Map(levels.map((decision) => [subjectOf(decision), decision.type]));
        for (const { key, duties, episodes, handovers } of journey.assessAll(end)) {
          const subject = (one: Subject): string => subjectOf({ ...one, episodeKey: key });
          for (const duty of duties) {
            expect(LAST[duty.state]).toContain(last.get(subject(duty)));
            last.delete(subject(duty));
          }
          for (const { number } of episodes.slice(1)) {
            expect(last.get(subject({ episode: number }))).toBe('EpisodeRecurred');
            last.delete(subject({ episode: number }));
          }
          for (const handover of handovers) {
            const on = log.filter((decision) => subjectOf(decision) === subject(handover));
            const keys = effectiveEvents(on).map(({ key: event }) => event);
            expect(keys.toSorted()).toEqual(handover.events.map((event) => event.key).toSorted());
            last.delete(subject(handover));
          }
        }
        for (const type of last.values()) expect(type).toMatch(/Voided$/);
      }),
    );
  });
});

/** The last decision on an instance in that state. */
const LAST: Readonly<Record<DutyState, readonly DecisionType[]>> = {
  'not-yet-due': ['DutyArmed', 'DutyReopened'],
  lapsed: ['DutyArmed', 'DutyReopened'],
  breached: ['DutyBreached'],
  met: ['DutyMet'],
  'met-late': ['DutyMet'],
  exempt: ['DutyExempted'],
  'not-applicable': ['DutyExempted'],
};

interface Subject {
  readonly episodeKey?: string | undefined;
  readonly episode: number;
  readonly duty?: string;
  readonly handover?: string;
  readonly occurrence?: string;
  readonly attempt?: number;
}

/** An offer keeps its name whatever episode it counts in. */
function subjectOf(subject: Subject): string {
  const { episodeKey, episode, duty = '', handover, occurrence = '', attempt } = subject;
  const of = episodeKey === undefined ? '' : `[${episodeKey}] `;
  if (handover !== undefined) return `${of}${handover}/${attempt}/${occurrence}`;
  return `${of}${episode}/${duty}/${occurrence}`;
}
