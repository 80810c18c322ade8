/** Who is asked next, after a no or on silence, and by which attempt that is known. */
import { describe, expect, it } from '@jest/globals';
import { readDefinition } from '#pathway-language';
import { assess } from '../assessment/assess.js';
import { decide } from '../decisions/decide.js';
import type { RecordedFact } from '#care-event';
import type { Assessment } from '../state/assessment.js';

const read = readDefinition(`pathway: small
version: 1
zone: Europe/Oslo
services: { gp: { level: municipal }, one: { level: specialist }, two: { level: specialist }, three: { level: specialist } }
parameters: { third: { service: three, local: { "0301": two, "4601": one } } }
entry: { events: ReferralSent }
closes: PathwayClosed
stages: [{ id: first, holder: gp }]
handovers:
  - id: over
    when: ReferralSent
    from: gp
    to: one
    answer-within: 1 day
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: { offer: two } }
    withdrawn: { by: ResponsibilityWithdrawn, answered: ResponsibilityReleased }
    silent:
      then: { offer: { parameter: third } }
      next: [{ after: 1 day, then: { offer: two } }, { after: 2 days, then: { offer: three } }]
  - id: other
    when: ReferralReceived
    from: gp
    to: three
    answer-within: 1 day
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    overtaken: VisitCompleted
    silent: { then: remind }
`);
if ('problems' in read) throw new Error(JSON.stringify(read.problems));
const { definition } = read;

type Reported = readonly [type: string, occurredAt: string, data?: Record<string, string>];

function at(instant: string, ...reported: readonly Reported[]): Assessment {
  const facts = reported.map(([type, occurredAt, data = {}], index): RecordedFact => ({
    ...{ id: String(index + 1), source: 'urn:x', version: 1, recordedAt: index },
    ...{ type, occurredAt, data },
  }));
  return assess(definition, facts, Date.parse(instant));
}

const SENT: Reported = ['ReferralSent', '2026-03-02T09:00:00+01:00'];

const MOVED_TO_FIRST: Reported = ['PatientMoved', '2026-03-01', { municipality: '4601' }];

const attempts = ({ handovers }: Assessment) =>
  handovers.map(({ attempt, to, state }) => `${attempt} ${to} ${state}`);

describe('A service that is asked next', () => {
  it('has an attempt of its own, by its place in the rule', () => {
    expect(attempts(at('2026-03-06T12:00:00Z', SENT))).toEqual([
      '1 one silent',
      '3 three silent',
      '2 two offered',
    ]);
  });

  it('is not asked again where it was the first', () => {
    const known = at('2026-03-06T12:00:00Z', MOVED_TO_FIRST, SENT);
    expect(attempts(known)).toEqual(['1 one silent', '2 two offered', '4 three offered']);
  });

  it('is asked once, whether a no or silence leads to it, or a parameter names it', () => {
    const refused: Reported = ['ResponsibilityRefused', '2026-03-02T15:00:00+01:00', { to: 'one' }];
    expect(attempts(at('2026-03-02T16:00:00Z', SENT, refused))).toEqual([
      '1 one refused',
      '2 two offered',
    ]);
    expect(attempts(at('2026-03-09T12:00:00Z', SENT, refused))).toEqual([
      '1 one refused',
      '2 two silent',
    ]);
  });

  it('never shares its decisions with another', () => {
    const decisions = decide(at('2026-03-06T12:00:00Z', SENT), []);
    const offered = decisions.filter(({ type }) => type === 'HandoverOffered');
    expect(offered.map(({ data }) => [data['attempt'] ?? 1, data['to']])).toEqual([
      [1, 'one'],
      [3, 'three'],
      [2, 'two'],
    ]);
    expect(new Set(decisions.map(({ key }) => key)).size).toBe(decisions.length);
  });
});

describe('What answers one handover', () => {
  it('is no stray answer to another that has ended', () => {
    const { deviations, handovers } = at(
      '2026-03-03T08:00:00Z',
      SENT,
      ['ReferralReceived', '2026-03-02T10:00:00+01:00'],
      ['VisitCompleted', '2026-03-02T11:00:00+01:00'],
      ['ResponsibilityAccepted', '2026-03-02T12:00:00+01:00'],
    );
    expect(handovers.map(({ state }) => state)).toEqual(['accepted', 'overtaken']);
    expect(deviations).toEqual([]);
  });
});
