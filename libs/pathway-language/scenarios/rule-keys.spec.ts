/** Coverage counts the rules that the fold can report, by the keys under which it does. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '#pathway';
import { definitions, histories, instants } from '#pathway/testing';
import { ruleKeys } from './rule-keys.js';
import { coverageOf } from './run-scenarios.js';
import { definitionIn } from './scenario-text.spec.support.js';

const FULL = `pathway: full
version: 1
zone: Europe/Oslo
services: { gp: { level: municipal, name: { parameter: name } }, clinic: { level: specialist } }
parameters:
  name: { text: The clinic }
  back: { default: 3 months }
  longest: { default: 8 weeks }
entry: { events: FirstContactMade }
looks-back: { parameter: back }
closes: PathwayClosed
episodes:
  reopens-within: 16 days
  lapses: { after: 16 days, without: leave }
  recurrent: { within: 36 months, clock: leave, any-of: [{ episodes: 2, of-days: 16, days: 300 }] }
stages:
  - id: first
    holder: gp
    limit: { parameter: longest }
    exits: [{ id: well, on: ReturnedToWork, to: closed }]
  - { id: second, holder: clinic }
milestones: [{ id: planned, reached-by: RehabPlanAgreed }]
duties:
  - id: plan
    from: FirstContactMade
    until: RehabPlanAgreed
    within: { cases: [{ when: { channel: video }, limit: 1 week }], otherwise: 2 weeks }
    owner: gp
    applies: { patient-age: { at-least: 18 } }
    exempt: [{ on: CareDeclined, code: declined }, { on: PatientDied, code: declined }]
    applies-again: VisitCompleted
    escalate: [{ to: clinic }, { after: 1 week, to: gp }]
  - { id: report, from: FirstContactMade, until: VisitCompleted, within: 14 days, owner: gp, per: period, ends: ReturnedToWork }
  - { id: date, from: ReferralAssessed, until: VisitCompleted, within: { date-in: latestStart, otherwise: 1 week }, owner: gp }
clocks:
  - { id: leave, start: SickLeaveIssued, stop: ReturnedToWork }
guards: [{ id: screened, on: RehabPlanAgreed, requires: RedFlagScreened }]
interrupts: [{ id: late, on: RedFlagEscalated, to: second }]
sequences: [{ id: early, flag: LowValueCareFlagged, before: RehabPlanAgreed }]
handovers:
  - id: over
    when: ReferralSent
    from: gp
    to: clinic
    answer-within: 10 days
    accepted: { by: ResponsibilityAccepted, opens: second }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
queues: [{ id: line, joins: ReferralReceived, served: VisitCompleted }]
measures:
  waits: [{ id: wait, from: ReferralSent, to: ReferralReceived }]
  instruments: [{ id: odi, instrument: ODI, version: "2.1a", better: lower, smallest-important-change: 10 }]
  money: [{ id: visit, on: VisitCompleted, payer: municipality, kind: cost, amount: 850, currency: NOK, basis: modelled }]
`;

describe('The rules of a definition', () => {
  it('are all that can go one way or another, each once', () => {
    expect(ruleKeys(definitionIn(FULL)).join('\n')).toBe(
      `entry
closes
looks-back
episodes/new
episodes/reopens
episodes/lapses
episodes/recurrent
stages/first
stages/first/exits/well
stages/second
milestones/planned
duties/plan/met
duties/plan/breached
duties/plan/exempt/declined
duties/plan/not-applicable
duties/plan/applies-again
duties/plan/cases/0
duties/plan/otherwise
duties/plan/escalate/0
duties/plan/escalate/1
duties/report/met
duties/report/breached
duties/report/ends
duties/date/met
duties/date/breached
duties/date/otherwise
clocks/leave/start
clocks/leave/stop
guards/screened/kept
guards/screened/broken
interrupts/late
sequences/early
handovers/over/accepted
handovers/over/refused
handovers/over/silent
queues/line
parameters/back
parameters/longest
measures/waits/wait
measures/instruments/odi
measures/money/visit`,
    );
  });

  it('hold every key that a fold reports', () => {
    fc.assert(
      fc.property(definitions, histories, instants, (definition, facts, at) => {
        const touched = new Set<string>();
        assess(definition, facts, at, { touched });
        const known = new Set(ruleKeys(definition));
        expect([...touched].filter((key) => !known.has(key))).toEqual([]);
      }),
    );
  });

  it('that are parameters of another rule are touched with it', () => {
    const definition = definitionIn(FULL);
    const untouched = (key: string) => coverageOf(definition, new Set([key])).untouched;
    expect(untouched('looks-back')).not.toContain('parameters/back');
    expect(untouched('stages/first')).not.toContain('parameters/longest');
    expect(untouched('entry')).toContain('parameters/back');
  });
});
