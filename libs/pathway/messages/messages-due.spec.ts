/** Which messages are due: calling it again gives nothing new. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../decisions/decide.js';
import type { RecordedDecision } from '../decisions/decision.js';
import { decisionFromStored, storedDecision } from '../decisions/stored-decision.js';
import type { RecordedFact } from '#care-event';
import { assess } from '../assessment/assess.js';
import { readDefinition } from '#pathway-language';
import { messagesDue, type SentMessage } from './messages-due.js';

const read = readDefinition(`
pathway: one
version: 1
title: One handover
source: a test
zone: UTC
services:
  gp: { name: GP, level: municipal }
  clinic: { name: Clinic, level: specialist }
  other: { name: Other, level: specialist }
  lead: { name: Lead, level: specialist }
events: { Came: {}, Offered: {}, Asked: {}, Told: {}, Recovered: {} }
entry: { events: Came }
closes: PathwayClosed
stages: [{ id: first, title: First, holder: gp }]
handovers:
  - id: over
    when: Offered
    from: gp
    to: clinic
    answer-within: 2 days
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: { offer: other } }
    information: { requested: Asked, supplied: Told, within: 1 day }
    withdrawn: { by: ResponsibilityWithdrawn, answered: ResponsibilityReleased }
    overtaken: Recovered
    silent: { then: remind, next: [{ after: 1 day, then: { escalate: lead } }] }
`);
if ('problems' in read) throw new Error(JSON.stringify(read.problems));
const { definition } = read;

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-03-02T08:00:00Z');
const TYPES = [
  'Offered',
  'ResponsibilityAccepted',
  'ResponsibilityRefused',
  'Asked',
  'Told',
  'ResponsibilityWithdrawn',
  'ResponsibilityReleased',
  'Recovered',
  'PathwayClosed',
];

/** What happened when, and after how many hours it was reported. */
const reports = fc.array(
  fc.record({
    type: fc.constantFrom(...TYPES),
    hour: fc.nat({ max: 90 }),
    reportedAfter: fc.constantFrom(0, 0, 0, 20, 50),
    to: fc.constantFrom('clinic', 'other', undefined),
  }),
  { maxLength: 8 },
);
type Reports = typeof reports extends fc.Arbitrary<infer T> ? T : never;

function factsOf(stories: Reports): readonly (RecordedFact & { readonly reportedAt: number })[] {
  return [{ type: 'Came', hour: 0, reportedAfter: 0, to: undefined }, ...stories].map(
    ({ type, hour, reportedAfter, to }, index) => {
      const at = START_MS + hour * HOUR_MS;
      const data = to === undefined ? {} : { to };
      const occurredAt = new Date(at).toISOString();
      const reportedAt = hour + reportedAfter;
      const envelope = { id: String(index), source: 'urn:x', type, version: 1, occurredAt, data };
      return { ...envelope, recordedAt: START_MS + reportedAt * HOUR_MS, reportedAt };
    },
  );
}

/** Lives through the hours as an engine does that looks every `every` hours and after each fact. */
function live(stories: Reports, every: number, tellsAt: (hour: number) => boolean) {
  const facts = factsOf(stories);
  const decisions: RecordedDecision[] = [];
  const sent: SentMessage[] = [];
  for (let hour = 180 % every; hour <= 180; hour += every) {
    const at = START_MS + hour * HOUR_MS;
    const known = facts.filter(({ reportedAt }) => reportedAt <= hour);
    for (const decision of decide(assess(definition, known, at), decisions)) {
      const stored = decisionFromStored({ ...storedDecision(decision), recordedAt: at });
      if (stored !== undefined) decisions.push(stored);
    }
    if (tellsAt(hour))
      for (const offer of offersIn(decisions))
        sent.push(...messagesDue(offer, sentOn(offer, sent)));
  }
  for (const offer of offersIn(decisions)) sent.push(...messagesDue(offer, sentOn(offer, sent)));
  return { decisions, sent };
}

/** What is still to be decided at that hour: nothing, once it was. */
function decideAt(stories: Reports, hour: number, decisions: readonly RecordedDecision[]) {
  const at = START_MS + hour * HOUR_MS;
  const known = factsOf(stories).filter(({ reportedAt }) => reportedAt <= hour);
  return decide(assess(definition, known, at), decisions);
}

function offersIn(
  decisions: readonly RecordedDecision[],
): readonly (readonly RecordedDecision[])[] {
  const ours = decisions.filter(({ handover }) => handover !== undefined);
  return [...Map.groupBy(ours, ({ occurrence, attempt }) => `${attempt} ${occurrence}`).values()];
}

function sentOn(offer: readonly RecordedDecision[], sent: readonly SentMessage[]) {
  return sent.filter(({ decision }) => offer.some(({ key }) => key === decision));
}

describe('The messages on a handover', () => {
  it('are all sent once: asking again after they were sent gives nothing', () => {
    fc.assert(
      fc.property(
        reports,
        fc.constantFrom(2, 5, 11),
        fc.nat({ max: 4 }),
        (stories, every, phase) => {
          const { decisions, sent } = live(stories, every, (hour) => hour % 5 === phase);
          expect(decideAt(stories, 180, decisions)).toEqual([]);
          expect(new Set(sent.map(({ step }) => step)).size).toBe(sent.length);
          for (const offer of offersIn(decisions))
            expect(messagesDue(offer, sentOn(offer, sent))).toEqual([]);
        },
      ),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 3) },
    );
  });

  it('leave nobody who was notified of an offer without notice of its end', () => {
    fc.assert(
      fc.property(reports, fc.nat({ max: 4 }), (stories, phase) => {
        const { decisions, sent } = live(stories, 3, (hour) => hour % 5 === phase);
        for (const offer of offersIn(decisions)) {
          const end = offer.findLast(({ type }) => type === 'HandoverOvertaken');
          const isLast = end !== undefined && offer.at(-1) === end;
          if (!isLast) continue;
          const asked = sentOn(offer, sent)
            .filter(({ decision }) => decision !== end.key)
            .map(({ receiver }) => receiver);
          const reportedAt = sent
            .filter(({ decision }) => decision === end.key)
            .map(({ receiver }) => receiver);
          expect(asked.filter((service) => !reportedAt.includes(service))).toEqual([]);
        }
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 3) },
    );
  });
});
